package com.ayvlo.metrics.application.ingest;

import com.ayvlo.metrics.domain.metric.MetricBatch;

/**
 * A 128-bit hash over the metrics of a block, the same in every process: what two blocks at the
 * same positions differ by if they are not the same block. Guards against mix-ups, not against an
 * attacker.
 */
record ContentHash(long high, long low) {
    private static final long HIGH = 0x9E3779B97F4A7C15L;
    private static final long LOW = 0xC2B2AE3D27D4EB4FL;

    static ContentHash of(MetricBatch metrics) {
        long high = metrics.size();
        long low = ~metrics.size();
        for (int i = 0; i < metrics.size(); i++) {
            long row = metrics.series(i).identity();
            row = mix(row ^ metrics.epochMillis(i), HIGH);
            row = mix(row ^ Double.doubleToLongBits(metrics.value(i)), LOW);
            row = mix(row ^ metrics.metadata(i).json().hashCode(), HIGH);
            high = mix(high ^ row, HIGH);
            low = mix(low + row, LOW);
        }
        return new ContentHash(high, low);
    }

    private static long mix(long value, long multiplier) {
        long product = value * multiplier;
        return product ^ product >>> 29;
    }
}
