package com.ayvlo.metrics.bootstrap;

import com.ayvlo.metrics.adapter.client.redis.RedisConfig;
import com.ayvlo.metrics.adapter.storage.clickhouse.ClickHouseConfig;
import com.ayvlo.metrics.adapter.tenant.postgres.PostgresConfig;

import java.util.Optional;

/**
 * The servers that the service uses. Each part without one is kept by the service itself: metrics
 * in DuckDB, tenants in a file, limits in memory.
 *
 * @param clickHouse for metrics
 * @param postgres for tenants
 * @param redis for limits
 */
record Servers(
        Optional<ClickHouseConfig> clickHouse,
        Optional<PostgresConfig> postgres,
        Optional<RedisConfig> redis) {
    static final Servers NONE = new Servers(Optional.empty(), Optional.empty(), Optional.empty());

    private static final int MOST_REDIS_DB = 1_000_000;

    private enum Storage {
        DUCKDB,
        CLICKHOUSE
    }

    private enum Tenants {
        LOCAL,
        POSTGRES
    }

    private enum Limiter {
        LOCAL,
        REDIS
    }

    /** Those that are chosen by name, else those whose host is given. */
    static Servers read(Variables env) {
        return new Servers(
                chosen(env, "STORAGE", Storage.DUCKDB, Storage.CLICKHOUSE, "CLICKHOUSE_HOST")
                        .map(host -> clickHouse(env, host)),
                chosen(env, "TENANTS", Tenants.LOCAL, Tenants.POSTGRES, "POSTGRES_HOST")
                        .map(host -> postgres(env, host)),
                chosen(env, "RATE_LIMITER", Limiter.LOCAL, Limiter.REDIS, "REDIS_HOST")
                        .map(host -> redis(env, host)));
    }

    /** The host of the server, if it is to be used. */
    private static <E extends Enum<E>> Optional<String> chosen(
            Variables env, String choice, E without, E with, String hostName) {
        Optional<String> host = env.text(hostName);
        if (env.choice(choice, host.isPresent() ? with : without) == without) {
            return Optional.empty();
        }
        if (host.isEmpty()) {
            env.mistake(hostName, "is needed, for %s names it".formatted(choice));
        }
        return host;
    }

    private static ClickHouseConfig clickHouse(Variables env, String host) {
        ClickHouseConfig config =
                ClickHouseConfig.of(
                        host,
                        env.port("CLICKHOUSE_PORT", 8123),
                        env.text("CLICKHOUSE_USER", "default"),
                        password(env, "CLICKHOUSE_PASSWORD"),
                        env.matching(
                                "CLICKHOUSE_DATABASE",
                                "metrics",
                                ClickHouseConfig.DATABASE,
                                "is up to 64 letters, digits and _, the first no digit"));
        return filtered(env, onCluster(env, config));
    }

    private static ClickHouseConfig onCluster(Variables env, ClickHouseConfig config) {
        if (env.text("CLICKHOUSE_CLUSTER").isEmpty()) {
            return config;
        }
        return config.withCluster(
                env.matching(
                        "CLICKHOUSE_CLUSTER",
                        "cluster",
                        ClickHouseConfig.CLUSTER,
                        "is up to 64 letters, digits and _ . -, the first a letter or _"));
    }

    private static ClickHouseConfig filtered(Variables env, ClickHouseConfig config) {
        if (env.text("CLICKHOUSE_ROW_FILTER").isEmpty()) {
            return config;
        }
        String filter =
                env.matching(
                        "CLICKHOUSE_ROW_FILTER",
                        "setting:log_comment",
                        ClickHouseConfig.ROW_FILTER,
                        "is setting:NAME or header:NAME");
        if (config.cluster().isPresent() && filter.startsWith("header:")) {
            env.mistake(
                    "CLICKHOUSE_ROW_FILTER", "is setting:NAME with CLICKHOUSE_CLUSTER, no header");
            return config;
        }
        return config.withRowFilter(filter);
    }

    private static PostgresConfig postgres(Variables env, String host) {
        return new PostgresConfig(
                host,
                env.port("POSTGRES_PORT", 5432),
                env.text("POSTGRES_USER", "metrics"),
                password(env, "POSTGRES_PASSWORD"),
                env.text("POSTGRES_DB", "metrics"));
    }

    private static RedisConfig redis(Variables env, String host) {
        return new RedisConfig(
                host,
                env.port("REDIS_PORT", 6379),
                (int) env.number("REDIS_DB", 0, 0, MOST_REDIS_DB),
                password(env, "REDIS_PASSWORD"));
    }

    private static String password(Variables env, String name) {
        return env.secret(name, 0).map(Secret::reveal).orElse("");
    }
}
