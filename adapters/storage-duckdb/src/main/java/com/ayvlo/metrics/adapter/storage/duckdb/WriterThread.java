package com.ayvlo.metrics.adapter.storage.duckdb;

import com.ayvlo.metrics.domain.storage.StorageException;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The one platform thread that opens, writes, deletes and closes, in the order asked for. Two
 * threads on one connection or appender crash the process.
 *
 * <p>Safe for concurrent use.
 */
final class WriterThread {
    /** Longer than any task may wait: a century. */
    static final Duration FOREVER = Duration.ofDays(36_500);

    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().name("duckdb-writer").daemon().factory());

    /**
     * Runs a task and waits for it.
     *
     * @throws StorageException.TimedOut after the timeout, or if the calling thread is interrupted;
     *     the task runs on all the same
     */
    <T> T call(Callable<T> task, Duration timeout) {
        try {
            return thread.submit(task).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            throw new StorageException.Unavailable("the storage is closed", e);
        } catch (TimeoutException e) {
            throw new StorageException.TimedOut("DuckDB is busy or still opening", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException.TimedOut("interrupted while waiting for DuckDB", e);
        } catch (ExecutionException e) {
            throw DuckDbErrors.ofTask(e);
        }
    }

    /** Runs a task some time. */
    void start(Runnable task) {
        thread.execute(task);
    }

    /** Takes no more tasks, and returns when those that were asked for have ended. */
    void close() {
        thread.close();
    }
}
