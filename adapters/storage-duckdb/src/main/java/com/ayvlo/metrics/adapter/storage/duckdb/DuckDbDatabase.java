package com.ayvlo.metrics.adapter.storage.duckdb;

import com.ayvlo.metrics.domain.storage.StorageException;
import com.ayvlo.metrics.domain.tenant.Health;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The file with its threads: opened when it is first needed, opened again after a failure that
 * DuckDB does not get over, at most once a second.
 *
 * <p>Safe for concurrent use.
 */
final class DuckDbDatabase {
    private static final System.Logger LOG = System.getLogger(DuckDbDatabase.class.getName());
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration CHECK_TIMEOUT = Duration.ofMillis(400);

    /** One looks after health, one rolls up hours. */
    private static final int BACKGROUND_THREADS = 2;

    private static final double BYTES_PER_MEGABYTE = 1e6;

    private final DuckDbConfig config;
    private final WriterThread writer = new WriterThread();
    private final QueryThreads readers;
    private final QueryThreads checker = new QueryThreads("duckdb-check-", 1);
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicReference<@Nullable DuckDbSession> session = new AtomicReference<>();

    /** Why the last block was not stored; empty if it was. */
    private volatile String lastWriteFailure = "";

    // Of the writer's thread only.
    private @Nullable Failure lastFailure;

    /** Why the file could not be opened, and when in {@link System#nanoTime}. */
    private record Failure(StorageException.Unavailable reason, long nanos) {}

    /** What the writer's thread does with the open file. */
    interface WriterTask<T> {
        T run(DuckDbSession session) throws SQLException;
    }

    DuckDbDatabase(DuckDbConfig config) {
        this.config = config;
        this.readers = new QueryThreads("duckdb-reader-", config.readerThreads());
    }

    /** Starts opening the file; whether that works shows later. */
    void startOpening() {
        writer.start(
                () -> {
                    try {
                        openSession();
                    } catch (StorageException.Unavailable e) {
                        // Has been logged, and will be thrown to whoever needs the file.
                    }
                });
    }

    /** Runs a task on the writer's thread and waits for it. */
    <T> T write(WriterTask<T> task) {
        return writer.call(() -> runWith(openSession(), task), WriterThread.FOREVER);
    }

    /** The same for a task that stores a block: whether it can shows in {@link #check()}. */
    <T> T store(WriterTask<T> task) {
        try {
            T result = write(task);
            lastWriteFailure = "";
            return result;
        } catch (StorageException.Overloaded | StorageException.OutcomeUnknown e) {
            lastWriteFailure = "the last block was not stored: " + e.getMessage();
            throw e;
        }
    }

    private static <T> T runWith(DuckDbSession session, WriterTask<T> task) {
        try {
            return task.run(session);
        } catch (SQLException e) {
            throw session.failure(e);
        }
    }

    /** Answers a query on a reader's thread. */
    <T> T query(Duration timeout, QueryRun.Query<T> query) {
        return query(readers, timeout, query);
    }

    private <T> T query(QueryThreads threads, Duration timeout, QueryRun.Query<T> query) {
        long start = System.nanoTime();
        DuckDbSession open = session.get();
        if (open == null || open.isBroken()) {
            open = writer.call(this::openSession, timeout);
        }
        return threads.answer(open, timeout.minusNanos(System.nanoTime() - start), query);
    }

    /** The open file; null if there is none now. */
    @Nullable DuckDbSession current() {
        DuckDbSession open = session.get();
        return open == null || open.isBroken() ? null : open;
    }

    private DuckDbSession openSession() {
        DuckDbSession open = session.get();
        if (open != null && !open.isBroken()) {
            return open;
        }
        Failure failure = lastFailure;
        if (failure != null && System.nanoTime() - failure.nanos < RETRY_NANOS) {
            throw new StorageException.Unavailable(
                    String.valueOf(failure.reason.getMessage()), failure.reason);
        }
        if (open != null && !open.close()) {
            throw new StorageException.Unavailable("DuckDB failed and waits for running queries");
        }
        session.set(null);
        return reopen();
    }

    private DuckDbSession reopen() {
        String file = String.valueOf(config.file().getFileName());
        long start = System.nanoTime();
        try {
            DuckDbSession open =
                    DuckDbSession.open(config, config.readerThreads() + BACKGROUND_THREADS);
            session.set(open);
            lastFailure = null;
            LOG.log(
                    System.Logger.Level.INFO,
                    "opened {0} in {1} ms: {2} names, {3} series",
                    file,
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
                    open.names().size(),
                    open.series().size());
            return open;
        } catch (IOException | SQLException | RuntimeException e) {
            StorageException.Unavailable reason = DuckDbErrors.ofOpening(file, e);
            LOG.log(levelOf(reason), reason.getMessage(), e);
            lastFailure = new Failure(reason, System.nanoTime());
            throw reason;
        }
    }

    /** A failure that repeats itself every second is told once. */
    private System.Logger.Level levelOf(StorageException.Unavailable reason) {
        boolean repeated =
                lastFailure != null
                        && Objects.equals(lastFailure.reason.getMessage(), reason.getMessage());
        return repeated ? System.Logger.Level.DEBUG : System.Logger.Level.ERROR;
    }

    /** Whether the file can be read, and the last block was written; returns within a second. */
    Health check() {
        try {
            String version = version();
            String failure = lastWriteFailure;
            if (!failure.isEmpty()) {
                return Health.degraded(failure);
            }
            double megabytes = Files.size(config.file()) / BYTES_PER_MEGABYTE;
            return Health.up(
                    String.format(
                            Locale.ROOT,
                            "DuckDB %s, %.1f MB in %s",
                            version,
                            megabytes,
                            config.file().getFileName()));
        } catch (StorageException e) {
            return Health.down(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return Health.down("the file of DuckDB is gone");
        }
    }

    private String version() {
        List<String> version = new ArrayList<>();
        Sql sql = new Sql().add("SELECT ltrim(version(), 'v') FROM schema_version");
        return query(
                checker,
                CHECK_TIMEOUT,
                run -> {
                    run.select(sql, row -> version.add(row.getString(1)));
                    return version.getFirst();
                });
    }

    /** Ends queries, finishes writes, makes everything durable; a second call does nothing. */
    void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        readers.close();
        checker.close();
        writer.start(this::closeSession);
        writer.close();
    }

    private void closeSession() {
        DuckDbSession open = session.get();
        if (open != null) {
            open.checkpoint();
            open.close();
        }
    }
}
