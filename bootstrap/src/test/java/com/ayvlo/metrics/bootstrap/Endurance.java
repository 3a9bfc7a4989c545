package com.ayvlo.metrics.bootstrap;

import java.time.Duration;

/** How much a test does: enough to notice a fault usually, the full figures when asked for. */
public final class Endurance {
    private static final boolean FULL = Boolean.getBoolean("endurance");

    private Endurance() {}

    /** One of the two. */
    public static int size(int usually, int full) {
        return FULL ? full : usually;
    }

    /** One of the two. */
    public static Duration time(Duration usually, Duration full) {
        return FULL ? full : usually;
    }
}
