package com.ayvlo.metrics.bootstrap;

import com.ayvlo.metrics.application.tenant.AuthMode;
import com.ayvlo.metrics.domain.storage.Block;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The whole configuration, from environment variables; the README's table explains each. Variables
 * that are not known are ignored, for the environment belongs to others as well.
 */
record ServiceConfig(
        Environment environment,
        boolean debug,
        String host,
        int port,
        Path dataDirectory,
        Optional<Secret> adminKey,
        AuthMode authMode,
        long ingestionsPerMinute,
        long queriesPerMinute,
        int maxBatchMetrics,
        int maxBodyBytes,
        int maxSeries,
        long journalMaxBytes,
        long idempotencyMaxKeys,
        Duration queryTimeout,
        Duration shutdownTimeout,
        int batchSize,
        Duration batchTimeout,
        Servers servers) {

    private static final int MIN_ADMIN_KEY = 16;
    private static final int MAX_PORT = 65_535;

    /** What kind of installation this is. */
    enum Environment {
        /** Readable logs, a demo tenant, loopback only, no keys needed. */
        DEVELOPMENT,
        /** JSON logs, no demo tenant, all interfaces, keys needed. */
        PRODUCTION
    }

    /**
     * Reads the configuration.
     *
     * @throws ConfigurationMistakes naming all of them
     */
    static ServiceConfig read(Map<String, String> variables) {
        Variables env = new Variables(variables);
        Environment environment = env.choice("ENVIRONMENT", Environment.DEVELOPMENT);
        boolean production = environment == Environment.PRODUCTION;
        ServiceConfig config =
                new ServiceConfig(
                        environment,
                        env.flag("DEBUG"),
                        env.text("HOST", production ? "0.0.0.0" : "127.0.0.1"),
                        (int) env.number("PORT", 8001, 0, MAX_PORT),
                        directory(env),
                        env.secret("ADMIN_KEY", MIN_ADMIN_KEY),
                        env.choice(
                                "AUTH_MODE",
                                production ? AuthMode.API_KEY : AuthMode.TRUSTED_HEADER),
                        env.number("RATE_LIMIT_INGESTION", 1000, 0, 1_000_000_000),
                        env.number("RATE_LIMIT_QUERY", 100, 0, 1_000_000_000),
                        (int) env.number("MAX_BATCH_METRICS", 10_000, 1, Block.MAX_METRICS),
                        (int) env.number("MAX_BODY_BYTES", 16 << 20, 1024, 1 << 30),
                        (int) env.number("MAX_SERIES", 2_000_000, 1, 100_000_000),
                        env.number("JOURNAL_MAX_BYTES", 8L << 30, 64L << 20, 1L << 50),
                        env.number("IDEMPOTENCY_MAX_KEYS", 20_000_000, 2, 1_000_000_000),
                        seconds(env, "QUERY_TIMEOUT_SECONDS", 30),
                        seconds(env, "SHUTDOWN_TIMEOUT_SECONDS", 30),
                        (int) env.number("BATCH_SIZE", 1000, 1, Block.MAX_METRICS),
                        seconds(env, "BATCH_TIMEOUT_SECONDS", 5),
                        Servers.read(env));
        env.failOnMistakes();
        return config;
    }

    private static Duration seconds(Variables env, String name, long otherwise) {
        return Duration.ofSeconds(env.number(name, otherwise, 1, 3600));
    }

    private static Path directory(Variables env) {
        try {
            return Path.of(env.text("DATA_DIR", "data")).toAbsolutePath();
        } catch (InvalidPathException invalid) {
            env.mistake("DATA_DIR", "is a path, not \"%s\"".formatted(env.text("DATA_DIR", "")));
            return Path.of("data");
        }
    }
}
