package com.ayvlo.metrics.adapter.storage.clickhouse;

import com.ayvlo.metrics.domain.storage.StorageException;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Makes the tables on first contact. Every statement may be run again and by several nodes at once;
 * the version that a database has is a row, so that an older service refuses a newer database.
 *
 * <p>Safe for concurrent use.
 */
final class ClickHouseSchema {
    /** Raised with every change of the tables, together with a step that makes it. */
    static final int VERSION = 1;

    private static final Duration STEP = Duration.ofSeconds(30);

    private final ServerConnection server;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean ready;

    ClickHouseSchema(ServerConnection server) {
        this.server = server;
    }

    /**
     * Returns when the tables are there.
     *
     * @throws StorageException if they are not by then
     */
    void await(Duration timeout) {
        if (ready) {
            return;
        }
        try {
            if (!lock.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new StorageException.TimedOut("the tables of ClickHouse are being made");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new StorageException.TimedOut("the caller stopped waiting for ClickHouse");
        }
        try {
            if (!ready) {
                make(timeout);
                ready = true;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Looks again before the next use: somebody may have taken the tables away. */
    void forget() {
        ready = false;
    }

    /** A user who may not make databases gets one that is there. */
    private void makeDatabase(Duration step) {
        String database = server.config().database();
        long[] found = {0};
        server.select(
                Sql.ofNoTenant("SELECT toInt64(count()) FROM system.databases WHERE name = ")
                        .string(database)
                        .in("system"),
                step,
                row -> found[0] = row.number());
        if (found[0] == 0) {
            server.change(
                    Sql.ofNoTenant("CREATE DATABASE IF NOT EXISTS " + database).in("system"), step);
        }
    }

    private void make(Duration timeout) {
        Duration step = timeout.compareTo(STEP) < 0 ? timeout : STEP;
        makeDatabase(step);
        server.change(
                Sql.ofNoTenant(
                        "CREATE TABLE IF NOT EXISTS schema_version (version UInt32, made_at"
                                + " DateTime DEFAULT now()) ENGINE = MergeTree ORDER BY version"),
                step);
        long[] found = {0};
        server.select(
                Sql.ofNoTenant("SELECT toInt64(max(version)) FROM schema_version"),
                step,
                row -> found[0] = row.number());
        if (found[0] > VERSION) {
            throw new StorageException.Unavailable(
                    "the tables of ClickHouse are of version %d, newer than %d"
                            .formatted(found[0], VERSION));
        }
        for (String statement : statements()) {
            server.change(Sql.ofNoTenant(statement), step);
        }
        if (found[0] < VERSION) {
            server.change(
                    Sql.ofNoTenant("INSERT INTO schema_version (version) VALUES (" + VERSION + ")"),
                    step);
        }
    }

    private static List<String> statements() {
        try (InputStream file = ClickHouseSchema.class.getResourceAsStream("schema.sql")) {
            String text =
                    new String(
                            Objects.requireNonNull(file, "schema.sql").readAllBytes(),
                            StandardCharsets.UTF_8);
            return Stream.of(text.split(";\n")).filter(one -> !one.isBlank()).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
