package com.ayvlo.metrics.domain;

import java.util.Random;
import java.util.function.Consumer;

/** Runs a property on many random cases; a failure names the seed that repeats it. */
public final class Seeds {
    private static final int ENDURANCE_FACTOR = 50;

    private Seeds() {}

    /** Whether there is time to try everything: {@code -Dendurance=true}. */
    public static boolean endurance() {
        return Boolean.getBoolean("endurance");
    }

    /** Runs the property once with each of the seeds 1 to {@code runs}. */
    public static void each(int runs, Consumer<Random> property) {
        int last = endurance() ? runs * ENDURANCE_FACTOR : runs;
        for (long seed = 1; seed <= last; seed++) {
            once(seed, property);
        }
    }

    private static void once(long seed, Consumer<Random> property) {
        try {
            property.accept(new Random(seed));
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError("with seed " + seed + ": " + failure.getMessage(), failure);
        }
    }
}
