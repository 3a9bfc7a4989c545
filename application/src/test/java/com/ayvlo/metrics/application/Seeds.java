package com.ayvlo.metrics.application;

import java.util.Random;
import java.util.function.Consumer;

/** Runs a property on many random cases; a failure names the seed that repeats it. */
public final class Seeds {
    private static final int ENDURANCE_FACTOR = 50;

    private Seeds() {}

    /** Runs the property once with each of the seeds 1 to {@code runs}. */
    public static void each(int runs, Consumer<Random> property) {
        int last = Boolean.getBoolean("endurance") ? runs * ENDURANCE_FACTOR : runs;
        for (long seed = 1; seed <= last; seed++) {
            try {
                property.accept(new Random(seed));
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError(
                        "with seed " + seed + ": " + failure.getMessage(), failure);
            }
        }
    }
}
