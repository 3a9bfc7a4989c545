package com.ayvlo.metrics.domain.query;

import com.ayvlo.metrics.domain.metric.Dimensions;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The numbers of one window and group; a window without metrics has no row. */
public final class AggregateRow {
    private final long windowStartMillis;
    private final Dimensions group;
    private final long count;
    private final double[] values;

    /**
     * @param windowStartMillis start of the window in milliseconds since 1970 UTC
     * @param group the dimensions that were grouped by, without those that the series do not have
     * @param count how many metrics are in it; at least 1
     * @param values a number for each aggregation of the query, in its order
     */
    public AggregateRow(long windowStartMillis, Dimensions group, long count, double[] values) {
        this.windowStartMillis = windowStartMillis;
        this.group = group;
        this.count = count;
        this.values = values.clone();
    }

    /** Start of the window in milliseconds since 1970 UTC, even if before the range. */
    public long windowStartMillis() {
        return windowStartMillis;
    }

    /** The dimensions that were grouped by, without those that the series do not have. */
    public Dimensions group() {
        return group;
    }

    /** How many metrics are in it. */
    public long count() {
        return count;
    }

    /** The number for aggregation {@code index} of the query. */
    public double value(int index) {
        return values[index];
    }

    /**
     * The same row with the sum and the average that were added without rounding.
     *
     * @param aggregations those of the query
     */
    public AggregateRow with(ExactSum exact, List<Aggregation> aggregations) {
        double[] numbers = values.clone();
        for (int i = 0; i < numbers.length; i++) {
            if (aggregations.get(i) == Aggregation.Simple.SUM) {
                numbers[i] = exact.sum();
            } else if (aggregations.get(i) == Aggregation.Simple.AVG) {
                numbers[i] = exact.average();
            }
        }
        return new AggregateRow(windowStartMillis, group, count, numbers);
    }

    /**
     * The order of an answer: by window, then by the values of the group's keys in the order asked
     * for, a missing one first, by code point.
     */
    public static Comparator<AggregateRow> order(List<String> groupBy) {
        Comparator<AggregateRow> order = Comparator.comparingLong(AggregateRow::windowStartMillis);
        for (String key : groupBy) {
            order = order.thenComparing(row -> row.group.only(List.of(key)));
        }
        return order;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AggregateRow that
                && windowStartMillis == that.windowStartMillis
                && count == that.count
                && group.equals(that.group)
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(windowStartMillis) * 31 + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "AggregateRow[%d %s count=%d %s]"
                .formatted(windowStartMillis, group, count, Arrays.toString(values));
    }
}
