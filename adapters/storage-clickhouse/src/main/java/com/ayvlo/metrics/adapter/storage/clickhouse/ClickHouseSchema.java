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
import java.util.regex.Pattern;
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

    private static final String VERSIONS =
            "CREATE TABLE IF NOT EXISTS schema_version{sharded by version} (version UInt32, made_at"
                    + " DateTime DEFAULT now()) ENGINE = {Replicated}MergeTree ORDER BY version";

    private static final Pattern NAME = Pattern.compile("CREATE [A-Z ]+ IF NOT EXISTS ([a-z_]+)");

    private final ServerConnection server;
    private final TableLayout layout;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean ready;

    ClickHouseSchema(ServerConnection server) {
        this.server = server;
        this.layout = server.layout();
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
                make(timeout.compareTo(STEP) < 0 ? timeout : STEP);
                ready = true;
            }
        } catch (StorageException.Unsupported failure) {
            // Not of what it was going to be used for: it says nothing about any metric.
            throw new StorageException.Unavailable(
                    "the tables cannot be made: " + failure.getMessage(), failure);
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
        long[] found = {0};
        server.select(layout.databases(), step, row -> found[0] = row.number());
        if (found[0] == 0) {
            server.change(Sql.ofNoTenant(layout.database()).in("system"), step);
        }
    }

    private void make(Duration step) {
        boolean missing = areMissing(step);
        if (missing) {
            makeDatabase(step);
            change(layout.statements(VERSIONS), step);
        }
        long version = version(step);
        if (missing) {
            definitions().forEach(one -> change(layout.statements(one), step));
        }
        if (version < VERSION) {
            change(List.of("INSERT INTO schema_version (version) VALUES (" + VERSION + ")"), step);
        }
    }

    /** Whether there is something to make. */
    private boolean areMissing(Duration step) {
        long[] found = new long[2];
        server.select(
                layout.missing(names(statements(layout))),
                step,
                row -> {
                    found[0] = row.number();
                    found[1] = row.number();
                });
        if (found[1] > 0) {
            throw new StorageException.Unavailable(
                    "the database has tables that are not for " + layout);
        }
        return found[0] > 0;
    }

    /** The version that the tables have; 0 if they are new. */
    private long version(Duration step) {
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
        return found[0];
    }

    private void change(List<String> statements, Duration step) {
        statements.forEach(statement -> server.change(Sql.ofNoTenant(statement), step));
    }

    /** All statements that make tables and views. */
    static List<String> statements(TableLayout layout) {
        return Stream.concat(Stream.of(VERSIONS), definitions().stream())
                .flatMap(one -> layout.statements(one).stream())
                .toList();
    }

    private static List<String> names(List<String> statements) {
        return statements.stream()
                .flatMap(one -> NAME.matcher(one).results())
                .map(found -> found.group(1))
                .toList();
    }

    private static List<String> definitions() {
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
