package com.ayvlo.metrics.adapter.storage.clickhouse;

import com.ayvlo.metrics.domain.storage.StorageException;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs what talks to the server on threads of its own, so that whoever waits for it can stop
 * waiting: a thread that reads from a socket cannot be interrupted.
 *
 * <p>Safe for concurrent use.
 */
final class Work implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore room;

    /** For so many tasks at once; more wait. */
    Work(int most) {
        room = new Semaphore(most);
    }

    /** Something to do. */
    interface Task<T> {
        T run() throws Exception;
    }

    /**
     * Does it.
     *
     * @param timeout how long that may take, with the wait for room
     * @param stop ends the task early when nobody waits for it any more
     * @throws StorageException.TimedOut after the timeout, or if this thread is interrupted, which
     *     it stays
     * @throws ExecutionException if the task failed
     */
    <T> T await(Task<T> task, Duration timeout, Runnable stop) throws ExecutionException {
        long end = System.nanoTime() + timeout.toNanos();
        try {
            if (!room.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new StorageException.TimedOut("all connections to ClickHouse are in use");
            }
        } catch (InterruptedException _) {
            throw interrupted();
        }
        Future<T> result =
                threads.submit(
                        () -> {
                            try {
                                return task.run();
                            } finally {
                                room.release();
                            }
                        });
        try {
            return result.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            threads.execute(stop);
            throw new StorageException.TimedOut("ClickHouse took longer than " + timeout);
        } catch (InterruptedException _) {
            threads.execute(stop);
            throw interrupted();
        }
    }

    private static StorageException.TimedOut interrupted() {
        Thread.currentThread().interrupt();
        return new StorageException.TimedOut("the caller stopped waiting for ClickHouse");
    }

    /** Takes no more tasks. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
