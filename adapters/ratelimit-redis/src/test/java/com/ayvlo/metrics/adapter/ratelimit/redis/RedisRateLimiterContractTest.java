package com.ayvlo.metrics.adapter.ratelimit.redis;

import com.ayvlo.metrics.adapter.client.redis.RedisConfig;
import com.ayvlo.metrics.domain.tenant.RateLimiter;
import com.ayvlo.metrics.testkit.RateLimiterContract;
import com.ayvlo.metrics.testkit.servers.RedisServer;

import org.junit.jupiter.api.AfterEach;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

class RedisRateLimiterContractTest implements RateLimiterContract {
    private final RedisConfig config = Databases.fresh(RedisServer.shared());
    private final AtomicLong micros = new AtomicLong(1_800_000_000_123_457L);
    private final RateLimiter limiter =
            new RedisRateLimiter(
                    new NoFallback(), new GcraScript(config, Databases.PATIENCE, micros::get));

    @AfterEach
    void close() {
        limiter.close();
    }

    @Override
    public RateLimiter limiter() {
        return limiter;
    }

    @Override
    public void advance(Duration by) {
        micros.addAndGet(by.toNanos() / 1000);
    }

    @Override
    public Duration resolution() {
        return Duration.ofNanos(1000);
    }
}
