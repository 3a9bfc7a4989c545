package com.ayvlo.metrics.bootstrap;

import com.ayvlo.metrics.testkit.servers.ClickHouseServer;
import com.ayvlo.metrics.testkit.servers.PostgresServer;
import com.ayvlo.metrics.testkit.servers.RedisServer;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the services of the tests keep their data in: themselves, or servers, if the system property
 * {@code metrics.test.stack} is {@code servers}. A data directory has databases of its own, which a
 * service that is started on it again finds again.
 */
public final class Stack {
    private static final Map<Path, Map<String, String>> OF_DIRECTORY = new ConcurrentHashMap<>();

    private Stack() {}

    /** Whether it is servers. */
    static boolean hasServers() {
        return "servers".equals(System.getProperty("metrics.test.stack"));
    }

    /** Where the service with this data directory finds its servers, if there are any. */
    static Map<String, String> variables(Path dataDirectory) {
        return hasServers()
                ? OF_DIRECTORY.computeIfAbsent(dataDirectory, _ -> freshDatabases())
                : Map.of();
    }

    /** Databases of nobody else. */
    public static Map<String, String> freshDatabases() {
        ClickHouseServer clickHouse = ClickHouseServer.shared();
        PostgresServer postgres = PostgresServer.shared();
        RedisServer redis = RedisServer.shared();
        return Map.ofEntries(
                Map.entry("CLICKHOUSE_HOST", clickHouse.host()),
                Map.entry("CLICKHOUSE_PORT", Integer.toString(clickHouse.port())),
                Map.entry("CLICKHOUSE_USER", clickHouse.user()),
                Map.entry("CLICKHOUSE_PASSWORD", clickHouse.password()),
                Map.entry("CLICKHOUSE_DATABASE", clickHouse.newDatabase()),
                Map.entry("POSTGRES_HOST", postgres.host()),
                Map.entry("POSTGRES_PORT", Integer.toString(postgres.port())),
                Map.entry("POSTGRES_USER", postgres.user()),
                Map.entry("POSTGRES_PASSWORD", postgres.password()),
                Map.entry("POSTGRES_DB", postgres.freshDatabase()),
                Map.entry("REDIS_HOST", redis.host()),
                Map.entry("REDIS_PORT", Integer.toString(redis.port())),
                Map.entry("REDIS_PASSWORD", redis.password()),
                Map.entry("REDIS_DB", Integer.toString(redis.freshDatabase())));
    }
}
