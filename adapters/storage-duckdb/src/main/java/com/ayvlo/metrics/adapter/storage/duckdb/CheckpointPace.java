package com.ayvlo.metrics.adapter.storage.duckdb;

import java.util.concurrent.TimeUnit;

/** When the write-ahead log is due to be moved into the file. For one thread. */
final class CheckpointPace {
    /** A log of some hundred megabytes: little to read at the next start. */
    private static final long MOST_METRICS = 2_000_000;

    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(30);

    private long metrics;
    private long sinceNanos = System.nanoTime();

    /** The log is empty, or was tried to be made so. */
    void restart() {
        metrics = 0;
        sinceNanos = System.nanoTime();
    }

    /** Whether to do it, now that there are so many metrics more in the log. */
    boolean isDueAfter(int more) {
        metrics += more;
        return metrics >= MOST_METRICS
                || (metrics > 0 && System.nanoTime() - sinceNanos > LONGEST_NANOS);
    }
}
