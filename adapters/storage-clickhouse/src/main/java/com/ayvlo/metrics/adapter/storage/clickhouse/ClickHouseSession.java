package com.ayvlo.metrics.adapter.storage.clickhouse;

import com.ayvlo.metrics.domain.storage.StorageException;

import java.time.Duration;

/**
 * The server with our tables in it: makes them before the first use, and again if they are gone.
 *
 * <p>Safe for concurrent use.
 */
final class ClickHouseSession implements AutoCloseable {
    private final ServerConnection server;
    private final ClickHouseSchema schema;

    ClickHouseSession(ServerConnection server) {
        this.server = server;
        this.schema = new ClickHouseSchema(server);
    }

    /**
     * Asks a question.
     *
     * @param rows gets every row
     * @throws StorageException if it was not answered in full
     */
    void select(Sql sql, Duration timeout, Rows.Reader rows) {
        long end = System.nanoTime() + timeout.toNanos();
        schema.await(timeout);
        Duration rest = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
        noticing(() -> server.select(sql, rest, rows));
    }

    /** Changes something that may be changed twice. */
    void change(Sql sql) {
        Duration timeout = server.config().writeTimeout();
        schema.await(timeout);
        noticing(() -> server.change(sql, timeout));
    }

    /** Sends metrics, once under their token. */
    void insert(String table, String token, NativeBlock metrics) {
        Duration timeout = server.config().writeTimeout();
        schema.await(timeout);
        noticing(() -> server.insert(table, token, metrics::writeTo, timeout));
    }

    private void noticing(Runnable use) {
        try {
            use.run();
        } catch (StorageException failure) {
            if (ClickHouseErrors.isOfMissingTables(failure)) {
                schema.forget();
            }
            throw failure;
        }
    }

    /**
     * Whether every metric is in the rollups. Not where the server filters rows: it filters what
     * the materialized view reads, too, and a block of many tenants names none of them.
     */
    boolean hasWholeRollups() {
        return server.config().rowFilter().isEmpty();
    }

    /** How long a step of writing a block may take. */
    Duration writeTimeout() {
        return server.config().writeTimeout();
    }

    /** What a deletion of rows of this table addresses. */
    String deleted(String table) {
        return server.layout().deleted(table);
    }

    /** Whether it answers; says which version it is. */
    String version(Duration timeout) {
        String[] version = {""};
        server.ask(server.layout().version(), timeout, row -> version[0] = row.text());
        return version[0];
    }

    @Override
    public void close() {
        server.close();
    }
}
