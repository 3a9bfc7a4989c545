package com.ayvlo.metrics.testkit.servers;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what can only be asked about. */
public final class Await {
    private static final long PAUSE_NANOS = 10_000_000;

    private Await() {}

    /** Returns as soon as it is so; fails if that takes longer. */
    public static void until(String what, Duration atMost, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > atMost.toNanos()) {
                throw new AssertionError("not within " + atMost + ": " + what);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Lets this time pass, while other threads do something. */
    public static void pass(Duration time) {
        long start = System.nanoTime();
        for (long left = time.toNanos(); left > 0; left = time.toNanos() - passed(start)) {
            LockSupport.parkNanos(left);
        }
    }

    private static long passed(long since) {
        return System.nanoTime() - since;
    }
}
