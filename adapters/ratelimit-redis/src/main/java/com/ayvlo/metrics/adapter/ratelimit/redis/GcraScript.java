package com.ayvlo.metrics.adapter.ratelimit.redis;

import com.ayvlo.metrics.adapter.client.redis.GuardedRedis;
import com.ayvlo.metrics.adapter.client.redis.RedisConfig;
import com.ayvlo.metrics.domain.tenant.Admission;
import com.ayvlo.metrics.domain.tenant.Allowance;
import com.ayvlo.metrics.domain.tenant.Charge;
import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.RateLimit;
import com.ayvlo.metrics.domain.tenant.TenantId;

import redis.clients.jedis.RedisClient;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The script {@code gcra.lua} on a server, which need not answer. Safe for concurrent use. */
final class GcraScript implements AutoCloseable {
    private static final GuardedRedis.Script SCRIPT = GuardedRedis.Script.of(read());
    private static final GuardedRedis.Purpose PURPOSE =
            new GuardedRedis.Purpose("counts for all nodes", "each node counts for itself");

    /** Of nobody. */
    private static final Charge PROBE =
            new Charge(new RateLimit("check", 1_000_000, Duration.ofSeconds(1)), 1);

    private final GuardedRedis redis;
    private final LongSupplier micros;

    /**
     * A script on a server that nobody has contacted.
     *
     * @param patience how long to wait for a connection, and for an answer
     * @param micros the time since 1970, or 0 for the server's own
     */
    GcraScript(RedisConfig config, Duration patience, LongSupplier micros) {
        this.redis = new GuardedRedis(config, patience, PURPOSE);
        this.micros = micros;
    }

    private static String read() {
        try (InputStream script = GcraScript.class.getResourceAsStream("gcra.lua")) {
            if (script == null) {
                throw new IllegalStateException("gcra.lua is missing");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Takes the charges, or none of them; one round trip. Empty if the server did not do it, as far
     * as is known.
     */
    Optional<Admission> run(TenantId tenant, List<Charge> charges) {
        List<String> keys = charges.stream().map(charge -> key(tenant, charge)).toList();
        return redis.ask(client -> admission(charges, take(client, keys, charges)));
    }

    /** The braces keep all keys of a tenant on one node of a cluster. */
    private static String key(TenantId tenant, Charge charge) {
        return "ayvlo:limit:{%s}:%s".formatted(tenant, charge.limit().name());
    }

    private List<?> take(RedisClient client, List<String> keys, List<Charge> charges) {
        List<String> arguments = new ArrayList<>();
        arguments.add(Long.toString(micros.getAsLong()));
        charges.forEach(charge -> arguments.addAll(Price.of(charge).arguments()));
        return (List<?>) SCRIPT.run(client, keys, arguments);
    }

    private static Admission admission(List<Charge> charges, List<?> answer) {
        List<Allowance> allowances = new ArrayList<>();
        for (int i = 0; i < charges.size(); i++) {
            allowances.add(
                    Price.allowance(
                            charges.get(i).limit(),
                            (Long) answer.get(2 * i + 1),
                            (Long) answer.get(2 * i + 2)));
        }
        long wait = (Long) answer.getFirst();
        return wait == 0
                ? new Admission.Granted(allowances)
                : new Admission.Throttled(allowances, Duration.ofNanos(1000 * wait));
    }

    /** Whether the server counts, or what it does instead. */
    Health check() {
        return redis.check(client -> take(client, List.of("ayvlo:limit:check"), List.of(PROBE)));
    }

    @Override
    public void close() {
        redis.close();
    }
}
