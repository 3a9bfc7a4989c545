package com.ayvlo.metrics.application.ingest;

import java.time.Instant;
import java.time.InstantSource;

/**
 * Goes on evenly from what a clock showed once, whatever that clock is set to: for how long
 * something takes. Safe for concurrent use.
 */
final class SteadyTime implements InstantSource {
    private final Instant start;
    private final long startNanos = System.nanoTime();

    SteadyTime(InstantSource clock) {
        this.start = clock.instant();
    }

    @Override
    public Instant instant() {
        return start.plusNanos(System.nanoTime() - startNanos);
    }
}
