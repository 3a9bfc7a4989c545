package com.ayvlo.metrics.adapter.client.redis;

import com.ayvlo.metrics.domain.tenant.Health;

import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisNoScriptException;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A Redis that may fail, and that nobody waits long for: an answer that does not come in time is
 * none, and after a failure nobody asks for a pause. A few connections, made when they are needed;
 * whoever asks waits a few times the patience at most.
 *
 * <p>Safe for concurrent use.
 */
public final class GuardedRedis implements AutoCloseable {
    /** One Redis answers one at a time: more connections would not make it faster. */
    private static final int CONNECTIONS = 8;

    private final String server;
    private final Purpose purpose;
    private final RedisClient redis;
    private final Breaker breaker;
    private volatile boolean closed;

    /**
     * What it is for, in words for operators.
     *
     * @param served what it does, as a predicate: {@code counts for all nodes}
     * @param missed what is so without it, as a sentence: {@code each node counts for itself}
     */
    public record Purpose(String served, String missed) {}

    /**
     * A program for the server, sent to a server that does not know it yet.
     *
     * @param text in Lua
     * @param sha1 of the text, in hexadecimal digits
     */
    public record Script(String text, String sha1) {
        /** A script of this text. */
        public static Script of(String text) {
            try {
                byte[] hash =
                        MessageDigest.getInstance("SHA-1")
                                .digest(text.getBytes(StandardCharsets.UTF_8));
                return new Script(text, HexFormat.of().formatHex(hash));
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException("every Java platform has SHA-1", impossible);
            }
        }

        /** What it returns; one round trip, unless the server has just been started. */
        public Object run(RedisClient client, List<String> keys, List<String> arguments) {
            try {
                return client.evalsha(sha1, keys, arguments);
            } catch (JedisNoScriptException newServer) {
                return client.eval(text, keys, arguments);
            }
        }
    }

    /**
     * A Redis that nobody has contacted.
     *
     * @param patience how long to wait for a connection, and for an answer
     */
    public GuardedRedis(RedisConfig config, Duration patience, Purpose purpose) {
        this.server = "Redis at %s:%d".formatted(config.host(), config.port());
        this.purpose = purpose;
        this.redis =
                RedisClient.builder()
                        .hostAndPort(config.host(), config.port())
                        .clientConfig(client(config, patience))
                        .poolConfig(pool(patience))
                        .build();
        // Connections that are idle go with the first failure: what one met, the others will.
        this.breaker = new Breaker(() -> redis.getPool().clear(), purpose);
    }

    private static DefaultJedisClientConfig client(RedisConfig config, Duration patience) {
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
        return client.build();
    }

    private static ConnectionPoolConfig pool(Duration patience) {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(CONNECTIONS);
        pool.setMaxIdle(CONNECTIONS);
        pool.setMaxWait(patience.dividedBy(2));
        pool.setJmxEnabled(false);
        return pool;
    }

    /**
     * The answer; empty if it does not come in time, or nobody is to ask now. Whatever the question
     * throws is a failure, and what it changed may be changed or not.
     */
    public <T> Optional<T> ask(Function<RedisClient, T> question) {
        return breaker.ask(() -> question.apply(redis));
    }

    /**
     * How it is, in words without secrets.
     *
     * @param probe what it is asked, unless it failed a moment ago: something that it is for, since
     *     a server that answers may still refuse to write
     */
    public Health check(Function<RedisClient, ?> probe) {
        if (closed) {
            return Health.down("closed");
        }
        if (ask(client -> Optional.ofNullable(probe.apply(client))).isPresent()) {
            return Health.up("%s %s".formatted(server, purpose.served()));
        }
        return switch (breaker.state()) {
            case Breaker.Up _ -> Health.up("%s %s again".formatted(server, purpose.served()));
            case Breaker.Down down ->
                    Health.degraded(
                            "%s %s; %s since %d s"
                                    .formatted(
                                            server,
                                            RedisErrors.words(down.why()),
                                            purpose.missed(),
                                            Duration.ofNanos(System.nanoTime() - down.sinceNanos())
                                                    .toSeconds()));
        };
    }

    /** Ends every use; who asks afterwards gets no answer. */
    @Override
    public void close() {
        closed = true;
        redis.close();
    }
}
