package com.ayvlo.metrics.adapter.ratelimit.redis;

import com.ayvlo.metrics.adapter.client.redis.RedisConfig;
import com.ayvlo.metrics.domain.tenant.Admission;
import com.ayvlo.metrics.domain.tenant.Charge;
import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.RateLimiter;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.time.Duration;
import java.util.List;

/**
 * Counts what tenants spend in Redis, for all nodes that use it: GCRA in one script, so that all
 * charges of a request are taken at once or none, in one round trip and by the clock of Redis.
 * Fractions are kept: exactly the permits of a limit fit into its window. A limit is recognised by
 * its name; when its permits or its window change, a tenant waits as long as before until its burst
 * is whole, and at most one window.
 *
 * <p>Memory: a key for each tenant and limit under which something is owed; it expires by itself.
 *
 * <p>While Redis is away, or slower than 50 ms, a limiter of this node counts instead; it knows
 * nothing of what was spent elsewhere. {@link #check()} then is degraded. Redis is tried again
 * after a tenth of a second, later every two seconds, by one request.
 *
 * <p>Safe for concurrent use.
 */
public final class RedisRateLimiter implements RateLimiter {
    /** A hundred times as long as Redis usually takes. */
    private static final Duration PATIENCE = Duration.ofMillis(50);

    private static final long CLOCK_OF_REDIS = 0;

    private final GcraScript script;
    private final RateLimiter fallback;

    /**
     * A limiter that has not been in contact with Redis.
     *
     * @param fallback counts while Redis cannot; closed with this one
     */
    public RedisRateLimiter(RedisConfig config, RateLimiter fallback) {
        this(fallback, new GcraScript(config, PATIENCE, () -> CLOCK_OF_REDIS));
    }

    RedisRateLimiter(RateLimiter fallback, GcraScript script) {
        this.script = script;
        this.fallback = fallback;
    }

    @Override
    public Admission tryAcquire(TenantId tenant, List<Charge> charges) {
        if (charges.isEmpty()) {
            return new Admission.Granted(List.of());
        }
        return script.run(tenant, charges).orElseGet(() -> fallback.tryAcquire(tenant, charges));
    }

    /** Has Redis count, unless it failed a moment ago. */
    @Override
    public Health check() {
        return script.check();
    }

    @Override
    public void close() {
        script.close();
        fallback.close();
    }
}
