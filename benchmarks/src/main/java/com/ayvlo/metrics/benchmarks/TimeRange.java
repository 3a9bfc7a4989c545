package com.ayvlo.metrics.benchmarks;

import java.time.Instant;

/**
 * The time that the data lie in, and queries ask about.
 *
 * @param fromMillis its start
 * @param toMillis its end, exclusive
 */
record TimeRange(long fromMillis, long toMillis) {
    static final long ONE_DAY = 86_400_000L;
    static final long THIRTY_DAYS = 30 * ONE_DAY;

    /** The thirty days up to now. */
    static TimeRange upToNow() {
        long now = System.currentTimeMillis();
        return new TimeRange(now - THIRTY_DAYS, now);
    }

    /** One day in the middle of it. */
    TimeRange oneDay() {
        long middle = (fromMillis + toMillis) / 2;
        return new TimeRange(middle, middle + ONE_DAY);
    }

    /** As members of a query's JSON. */
    String json() {
        return "\"start_time\":\"%s\",\"end_time\":\"%s\""
                .formatted(Instant.ofEpochMilli(fromMillis), Instant.ofEpochMilli(toMillis));
    }
}
