package com.ayvlo.metrics.adapter.ratelimit.redis;

import com.ayvlo.metrics.domain.tenant.Admission;
import com.ayvlo.metrics.domain.tenant.Allowance;
import com.ayvlo.metrics.domain.tenant.Charge;
import com.ayvlo.metrics.domain.tenant.RateLimit;
import com.ayvlo.metrics.domain.tenant.TenantId;

import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The script {@code gcra.lua} on a server. A few connections, made when they are needed; nobody
 * waits longer than a few times the patience. Safe for concurrent use.
 */
final class GcraScript implements AutoCloseable {
    private static final String TEXT = read();
    private static final String SHA_1 = sha1(TEXT);

    /** One Redis answers one at a time: more connections would not make it faster. */
    private static final int CONNECTIONS = 8;

    private static final Charge PROBE =
            new Charge(new RateLimit("check", 1_000_000, Duration.ofSeconds(1)), 1);

    private final RedisClient redis;
    private final LongSupplier micros;

    /**
     * A script on a server that nobody has contacted.
     *
     * @param patience how long to wait for a connection, and for an answer
     * @param micros the time since 1970, or 0 for the server's own
     */
    GcraScript(RedisConfig config, Duration patience, LongSupplier micros) {
        this.micros = micros;
        DefaultJedisClientConfig.Builder client =
                DefaultJedisClientConfig.builder()
                        .resp2() // else the constructor asks the server which it speaks
                        .clientSetInfoConfig(ClientSetInfoConfig.DISABLED) // one answer less
                        .connectionTimeoutMillis((int) patience.toMillis())
                        .socketTimeoutMillis((int) patience.toMillis())
                        .database(config.db());
        if (!config.password().isEmpty()) {
            client.password(config.password());
        }
        this.redis =
                RedisClient.builder()
                        .hostAndPort(config.host(), config.port())
                        .clientConfig(client.build())
                        .poolConfig(pool(patience))
                        .build();
    }

    private static ConnectionPoolConfig pool(Duration patience) {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(CONNECTIONS);
        pool.setMaxIdle(CONNECTIONS);
        pool.setMaxWait(patience.dividedBy(2));
        pool.setJmxEnabled(false);
        return pool;
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

    private static String sha1(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-1")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-1", impossible);
        }
    }

    /**
     * Takes the charges, or none of them; one round trip.
     *
     * @throws JedisException if the server did not do it; it may have
     */
    Admission run(TenantId tenant, List<Charge> charges) {
        List<String> keys = new ArrayList<>();
        List<String> arguments = new ArrayList<>();
        arguments.add(Long.toString(micros.getAsLong()));
        for (Charge charge : charges) {
            keys.add(key(tenant, charge));
            arguments.addAll(Price.of(charge).arguments());
        }
        return admission(charges, (List<?>) evaluate(keys, arguments));
    }

    /** The braces keep all keys of a tenant on one node of a cluster. */
    private static String key(TenantId tenant, Charge charge) {
        return "ayvlo:limit:{%s}:%s".formatted(tenant, charge.limit().name());
    }

    private Object evaluate(List<String> keys, List<String> arguments) {
        try {
            return redis.evalsha(SHA_1, keys, arguments);
        } catch (JedisNoScriptException newServer) {
            return redis.eval(TEXT, keys, arguments);
        }
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

    /**
     * Counts for nobody: a server that answers may still refuse to write.
     *
     * @throws JedisException if it does not count
     */
    boolean probe() {
        List<String> arguments = new ArrayList<>();
        arguments.add(Long.toString(micros.getAsLong()));
        arguments.addAll(Price.of(PROBE).arguments());
        evaluate(List.of("ayvlo:limit:check"), arguments);
        return true;
    }

    /** Drops connections that are idle: what one of them met, the others will. */
    void forgetConnections() {
        redis.getPool().clear();
    }

    @Override
    public void close() {
        redis.close();
    }
}
