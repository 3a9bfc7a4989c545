package com.ayvlo.metrics.adapter.idempotency.file;

import com.ayvlo.metrics.domain.journal.KeyedAnswer;
import com.ayvlo.metrics.domain.journal.RequestKey;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Answers that a full disk has no room for, and logs whose end it tore. Few: no more requests with
 * a key are taken meanwhile. Safe for concurrent use.
 */
final class Unwritten {
    private static final System.Logger LOG = System.getLogger(Unwritten.class.getName());
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<RequestKey, KeyedAnswer> answers = new LinkedHashMap<>();
    private final List<LogWriter> torn = new ArrayList<>();
    private volatile int size;
    private volatile long failedNanos;

    /** Whether this failure says that the disk is full: then what is on it is known. */
    static boolean isFull(IOException failed) {
        String message = String.valueOf(failed.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("no space left") || message.contains("quota exceeded");
    }

    void add(KeyedAnswer answer) {
        lock.lock();
        try {
            answers.putIfAbsent(answer.key(), answer);
            size = answers.size();
        } finally {
            lock.unlock();
        }
    }

    void remove(KeyedAnswer answer) {
        lock.lock();
        try {
            answers.remove(answer.key());
            size = answers.size();
        } finally {
            lock.unlock();
        }
    }

    Optional<KeyedAnswer> find(RequestKey key) {
        if (size == 0) {
            return Optional.empty();
        }
        lock.lock();
        try {
            return Optional.ofNullable(answers.get(key));
        } finally {
            lock.unlock();
        }
    }

    List<KeyedAnswer> inOrder() {
        lock.lock();
        try {
            return List.copyOf(answers.values());
        } finally {
            lock.unlock();
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /** Whether it is time to try again. */
    boolean isDue() {
        return size > 0 && System.nanoTime() - failedNanos >= AGAIN_NANOS;
    }

    /** The disk is full. */
    void fails() {
        failedNanos = System.nanoTime();
        LOG.log(System.Logger.Level.WARNING, describe());
    }

    /** Keeps a log until what it has is forced. */
    void leave(LogWriter log) {
        lock.lock();
        try {
            torn.add(log);
        } finally {
            lock.unlock();
        }
    }

    /** Forces the logs that were left, and closes them. */
    void forceLeft() throws IOException {
        lock.lock();
        try {
            for (LogWriter log : torn) {
                log.force();
            }
            closeLeft();
        } finally {
            lock.unlock();
        }
    }

    void closeLeft() throws IOException {
        lock.lock();
        try {
            for (LogWriter log : torn) {
                log.close();
            }
            torn.clear();
        } finally {
            lock.unlock();
        }
    }

    String describe() {
        return "the disk has no room for %d answers".formatted(size);
    }
}
