package com.ayvlo.metrics.adapter.idempotency.file;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Says when a generation may be forgotten: when the clock says that all of its answers are old
 * enough, and as much time has really gone by since the last one, as far as this process can know.
 * So a clock that runs ahead for a while makes nothing forgotten early, and one that is set back
 * makes it forgotten late. Safe for concurrent use.
 */
final class Age {
    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

    private final long keepMillis;
    private final InstantSource clock;
    private final LongSupplier nanoTime;

    /**
     * Over this age answers may be forgotten.
     *
     * @param nanoTime time that nobody can set, as {@link System#nanoTime}
     */
    Age(Duration keep, InstantSource clock, LongSupplier nanoTime) {
        this.keepMillis = keep.toMillis();
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** Time that nobody can set, in milliseconds since no matter when. */
    long elapsed() {
        return Math.floorDiv(nanoTime.getAsLong(), TimeUnit.MILLISECONDS.toNanos(1));
    }

    /** Until when an answer is kept that is put now, in terms of {@link #elapsed}. */
    long keptUntil() {
        return elapsed() + keepMillis + 1;
    }

    /**
     * Until when a generation is kept that was found at the start, in terms of {@link #elapsed}.
     *
     * @param newest the latest hour of which there are answers: so much time went by for certain
     */
    long keptUntil(long hour, long newest) {
        return keptUntil() - Math.max(0, newest - hour - 1) * HOUR_MILLIS;
    }

    /** Whether the answers of this hour may be forgotten. */
    boolean isOver(long hour, long keptUntil) {
        return elapsed() >= keptUntil && LogName.hourOf(clock.millis() - keepMillis) > hour;
    }
}
