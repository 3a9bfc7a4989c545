package com.ayvlo.metrics.benchmarks;

import java.time.Instant;

/**
 * The time that the data lie in, and queries ask about.
 *
 * @param fromMillis its start
 * @param toMillis its end, exclusive
 */
record TimeRange(long fromMillis, long toMillis) {
    private static final long ONE_MINUTE = 60_000L;
    private static final long ONE_HOUR = 60 * ONE_MINUTE;
    static final long ONE_DAY = 86_400_000L;
    static final long THIRTY_DAYS = 30 * ONE_DAY;

    /** The last thirty days of whole hours that have been over for two minutes. */
    static TimeRange upToNow() {
        long over = System.currentTimeMillis() - 2 * ONE_MINUTE;
        long end = over - over % ONE_HOUR;
        return new TimeRange(end - THIRTY_DAYS, end);
    }

    /** One day in the middle of it. */
    TimeRange oneDay() {
        long middle = fromMillis + THIRTY_DAYS / 2;
        return new TimeRange(middle, middle + ONE_DAY);
    }

    /** As members of a query's JSON. */
    String json() {
        return "\"start_time\":\"%s\",\"end_time\":\"%s\""
                .formatted(Instant.ofEpochMilli(fromMillis), Instant.ofEpochMilli(toMillis));
    }
}
