package com.ayvlo.metrics.bootstrap;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Starts parts one after the other, and stops them in reverse; says how long each took. */
final class Steps {
    private static final System.Logger LOG = System.getLogger(Steps.class.getName());

    private final Deque<Step> started = new ArrayDeque<>();
    private final long firstNanos = System.nanoTime();

    private record Step(String name, AutoCloseable part) {}

    <T extends AutoCloseable> T start(String name, Supplier<T> starting) {
        long since = System.nanoTime();
        T part = starting.get();
        started.push(new Step(name, part));
        LOG.log(System.Logger.Level.INFO, "{0} started in {1} ms", name, millisSince(since));
        return part;
    }

    void logReady() {
        LOG.log(System.Logger.Level.INFO, "ready after {0} ms", millisSince(firstNanos));
    }

    void stopAll() {
        while (!started.isEmpty()) {
            stop(started.pop());
        }
    }

    private static void stop(Step step) {
        long since = System.nanoTime();
        try {
            step.part.close();
            LOG.log(
                    System.Logger.Level.INFO,
                    "{0} stopped in {1} ms",
                    step.name,
                    millisSince(since));
        } catch (Exception failure) { // the others have to be stopped all the same
            LOG.log(System.Logger.Level.ERROR, step.name + " did not stop cleanly", failure);
        }
    }

    private static String millisSince(long nanos) {
        return Long.toString(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos));
    }
}
