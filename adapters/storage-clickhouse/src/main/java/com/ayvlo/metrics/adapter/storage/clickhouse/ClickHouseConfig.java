package com.ayvlo.metrics.adapter.storage.clickhouse;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where ClickHouse is, and how it is used.
 *
 * @param host where it listens
 * @param port of its HTTP interface
 * @param user who may create, read and change the tables
 * @param password that user's; never shown
 * @param database holds the tables; made if missing
 * @param cluster the name of a cluster that has the tables on its shards, of which the host is one;
 *     empty for a single server
 * @param rowFilter what names the tenant in every question to the server, for row filters there:
 *     {@code setting:NAME} or {@code header:NAME}
 * @param connections the most statements at once; more wait
 * @param writeTimeout how long a block may take
 */
public record ClickHouseConfig(
        String host,
        int port,
        String user,
        String password,
        String database,
        Optional<String> cluster,
        Optional<String> rowFilter,
        int connections,
        Duration writeTimeout) {
    /** What a database may be called. */
    public static final Pattern DATABASE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

    /** What a cluster may be called. */
    public static final Pattern CLUSTER = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,63}");

    /** How a row filter may be named. */
    public static final Pattern ROW_FILTER = Pattern.compile("(setting|header):[A-Za-z0-9_-]+");

    private static final int MAX_PORT = 65_535;
    private static final int DEFAULT_CONNECTIONS = 16;
    private static final Duration DEFAULT_WRITE_TIMEOUT = Duration.ofSeconds(60);

    /** Refuses what no server can have. */
    public ClickHouseConfig {
        if (host.isBlank()) {
            throw new IllegalArgumentException("ClickHouse needs a host");
        }
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
        }
        if (!DATABASE.matcher(database).matches()) {
            throw new IllegalArgumentException(
                    "a database is named by up to 64 letters, digits and _, not " + database);
        }
        if (!rowFilter.map(text -> ROW_FILTER.matcher(text).matches()).orElse(true)) {
            throw new IllegalArgumentException(
                    "a row filter is setting:NAME or header:NAME, not " + rowFilter.get());
        }
        if (!cluster.map(text -> CLUSTER.matcher(text).matches()).orElse(true)) {
            throw new IllegalArgumentException(
                    "a cluster is named by up to 64 letters, digits and _ . -, not "
                            + cluster.get());
        }
        if (cluster.isPresent() && rowFilter.map(text -> text.startsWith("header")).orElse(false)) {
            throw new IllegalArgumentException(
                    "a cluster passes no headers on to its shards: filter rows by a setting");
        }
        if (connections < 1) {
            throw new IllegalArgumentException("there is at least 1 connection");
        }
    }

    /** A single server, no row filter, 16 connections, a minute for a block. */
    public static ClickHouseConfig of(
            String host, int port, String user, String password, String database) {
        return new ClickHouseConfig(
                host,
                port,
                user,
                password,
                database,
                Optional.empty(),
                Optional.empty(),
                DEFAULT_CONNECTIONS,
                DEFAULT_WRITE_TIMEOUT);
    }

    /** The same on the shards of this cluster. */
    public ClickHouseConfig withCluster(String newCluster) {
        return new ClickHouseConfig(
                host,
                port,
                user,
                password,
                database,
                Optional.of(newCluster),
                rowFilter,
                connections,
                writeTimeout);
    }

    /** The same with a row filter. */
    public ClickHouseConfig withRowFilter(String newRowFilter) {
        return new ClickHouseConfig(
                host,
                port,
                user,
                password,
                database,
                cluster,
                Optional.of(newRowFilter),
                connections,
                writeTimeout);
    }

    /** The same with this much time for a block. */
    public ClickHouseConfig withWriteTimeout(Duration newWriteTimeout) {
        return new ClickHouseConfig(
                host,
                port,
                user,
                password,
                database,
                cluster,
                rowFilter,
                connections,
                newWriteTimeout);
    }

    @Override
    public String toString() {
        return "ClickHouseConfig[%s:%d, user %s, database %s, cluster %s, row filter %s, %d connections]"
                .formatted(
                        host,
                        port,
                        user,
                        database,
                        cluster.orElse("none"),
                        rowFilter.orElse("none"),
                        connections);
    }
}
