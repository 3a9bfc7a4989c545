package com.ayvlo.metrics.domain.query;

import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.metric.Metadata;

import java.util.Comparator;

/**
 * One metric as it came in. Ordered by timestamp, dimensions, value, metadata and {@code
 * occurrence}.
 *
 * @param epochMillis when, in milliseconds since 1970 UTC
 * @param dimensions of its series
 * @param value finite
 * @param metadata kept with it
 * @param occurrence counts metrics that are equal in all of the above, from 0: they all count
 */
public record RawRow(
        long epochMillis, Dimensions dimensions, double value, Metadata metadata, int occurrence)
        implements Comparable<RawRow> {
    private static final Comparator<RawRow> ORDER =
            Comparator.comparingLong(RawRow::epochMillis)
                    .thenComparing(RawRow::dimensions)
                    .thenComparingDouble(RawRow::value)
                    .thenComparing(RawRow::metadata)
                    .thenComparingInt(RawRow::occurrence);

    @Override
    public int compareTo(RawRow other) {
        return ORDER.compare(this, other);
    }

    /** Whether the two differ in nothing but the occurrence. */
    public boolean sameMetric(RawRow other) {
        return epochMillis == other.epochMillis
                && value == other.value
                && dimensions.equals(other.dimensions)
                && metadata.equals(other.metadata);
    }
}
