package com.ayvlo.metrics.adapter.storage.duckdb;

import com.ayvlo.metrics.domain.storage.StorageException;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The platform threads that run queries. A native call pins the carrier of a virtual thread: two
 * queries on virtual threads would stop every other one of a process with two cores.
 *
 * <p>Safe for concurrent use.
 */
final class QueryThreads {
    private final ExecutorService threads;
    private final Set<QueryRun<?>> active = ConcurrentHashMap.newKeySet();

    QueryThreads(String name, int count) {
        threads =
                Executors.newFixedThreadPool(
                        count, Thread.ofPlatform().name(name, 0).daemon().factory());
    }

    /**
     * Answers a query.
     *
     * @throws StorageException.TimedOut after the timeout, or if the calling thread is interrupted;
     *     then the query has been stopped
     */
    <T> T answer(DuckDbSession session, Duration timeout, QueryRun.Query<T> query) {
        QueryRun<T> run = new QueryRun<>(session, query);
        active.add(run);
        try {
            return await(threads.submit(run), run, timeout);
        } catch (RejectedExecutionException e) {
            throw new StorageException.Unavailable("the storage is closed", e);
        } finally {
            active.remove(run);
        }
    }

    private static <T> T await(Future<T> answer, QueryRun<T> run, Duration timeout) {
        try {
            return answer.get(Math.max(1, timeout.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            stop(run);
            throw new StorageException.TimedOut(
                    "the query took longer than " + timeout.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            stop(run);
            Thread.currentThread().interrupt();
            throw new StorageException.TimedOut("interrupted while waiting for a query", e);
        } catch (ExecutionException e) {
            throw DuckDbErrors.ofTask(e);
        }
    }

    private static void stop(QueryRun<?> run) {
        if (run.stop()) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops all queries and ends the threads; returns when they have ended. */
    void close() {
        threads.shutdown();
        active.forEach(QueryThreads::stop);
        threads.close();
    }
}
