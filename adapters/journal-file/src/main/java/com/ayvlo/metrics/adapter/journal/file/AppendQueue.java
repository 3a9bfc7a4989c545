package com.ayvlo.metrics.adapter.journal.file;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What waits for the committer, bounded in bytes. Safe for concurrent use. */
final class AppendQueue {
    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition drained = lock.newCondition();
    private List<PendingAppend> waiting = new ArrayList<>();
    private long bytes;
    private @Nullable Failure end;

    AppendQueue(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Adds one, after waiting for room: one is always taken, however large it is. */
    void add(PendingAppend append) {
        lock.lock();
        try {
            while (end == null && bytes > 0 && bytes + append.bytes() > maxBytes) {
                drained.awaitUninterruptibly();
            }
            Failure ended = end;
            if (ended != null) {
                throw ended.exception();
            }
            waiting.add(append);
            bytes += append.bytes();
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /** All that wait, after waiting for the first; empty if there will be none any more. */
    List<PendingAppend> take() {
        lock.lock();
        try {
            while (waiting.isEmpty() && end == null) {
                filled.awaitUninterruptibly();
            }
            List<PendingAppend> taken = waiting;
            waiting = new ArrayList<>();
            bytes = 0;
            drained.signalAll();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more; what waits is still to be taken. The first reason stays. */
    void end(Failure why) {
        lock.lock();
        try {
            if (end == null || end.cause() == null) {
                end = why;
            }
            filled.signalAll();
            drained.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Why nothing is taken any more, null while something is. */
    @Nullable Failure ended() {
        lock.lock();
        try {
            return end;
        } finally {
            lock.unlock();
        }
    }
}
