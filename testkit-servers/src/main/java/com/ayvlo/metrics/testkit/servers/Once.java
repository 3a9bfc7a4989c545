package com.ayvlo.metrics.testkit.servers;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * What is opened at its first use, once for the whole JVM; if that failed, it fails alike every
 * time, without another attempt. Safe for concurrent use.
 */
final class Once<T> {
    private final Supplier<T> opener;
    private final Lock lock = new ReentrantLock();
    private @Nullable Supplier<T> outcome;

    Once(Supplier<T> opener) {
        this.opener = opener;
    }

    T get() {
        lock.lock();
        try {
            Supplier<T> known = outcome;
            if (known == null) {
                known = open();
                outcome = known;
            }
            return known.get();
        } finally {
            lock.unlock();
        }
    }

    private Supplier<T> open() {
        try {
            T opened = opener.get();
            return () -> opened;
        } catch (RuntimeException failure) {
            return () -> {
                throw failure;
            };
        } catch (Error failure) {
            return () -> {
                throw failure;
            };
        }
    }
}
