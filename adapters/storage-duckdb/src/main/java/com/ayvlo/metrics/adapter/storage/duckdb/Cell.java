package com.ayvlo.metrics.adapter.storage.duckdb;

import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.query.AggregateRow;
import com.ayvlo.metrics.domain.query.Aggregation;
import com.ayvlo.metrics.domain.query.ExactSum;

import java.util.Arrays;
import java.util.List;

/** The values of a window and group. */
final class Cell {
    private static final int FIRST_CAPACITY = 16;

    private final long windowStart;
    private final int group;
    private double[] values = new double[FIRST_CAPACITY];
    private int count;

    Cell(long windowStart, int group) {
        this.windowStart = windowStart;
        this.group = group;
    }

    /** Start of the window in milliseconds since 1970 UTC. */
    long windowStart() {
        return windowStart;
    }

    /** Index of the group. */
    int group() {
        return group;
    }

    void add(double value) {
        if (count == values.length) {
            values = Arrays.copyOf(values, count * 2);
        }
        values[count++] = value;
    }

    /** The numbers that were asked for; at least one value. */
    AggregateRow row(Dimensions dimensions, List<Aggregation> aggregations) {
        Arrays.sort(values, 0, count);
        double sum = compensatedSum();
        double[] numbers = new double[aggregations.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] =
                    switch (aggregations.get(i)) {
                        case Aggregation.Simple.COUNT -> count;
                        case Aggregation.Simple.SUM -> sum;
                        case Aggregation.Simple.AVG -> sum / count;
                        case Aggregation.Simple.MIN -> values[0];
                        case Aggregation.Simple.MAX -> values[count - 1];
                        case Aggregation.Percentile(_, double quantile) -> percentile(quantile);
                    };
        }
        AggregateRow row = new AggregateRow(windowStart, dimensions, count, numbers);
        return ExactSum.isTrusted(sum, magnitude()) ? row : row.with(exactSum(), aggregations);
    }

    /**
     * Kahan's summation as improved by A. Neumaier, "Rundungsfehleranalyse einiger Verfahren zur
     * Summation endlicher Summen", ZAMM 54 (1974).
     */
    private double compensatedSum() {
        double sum = 0;
        double compensation = 0;
        for (int i = 0; i < count; i++) {
            double next = sum + values[i];
            compensation +=
                    Math.abs(sum) >= Math.abs(values[i])
                            ? sum - next + values[i]
                            : values[i] - next + sum;
            sum = next;
        }
        return sum + compensation;
    }

    private double magnitude() {
        double magnitude = 0;
        for (int i = 0; i < count; i++) {
            magnitude += Math.abs(values[i]);
        }
        return magnitude;
    }

    private ExactSum exactSum() {
        ExactSum exact = new ExactSum();
        for (int i = 0; i < count; i++) {
            exact.add(values[i]);
        }
        return exact;
    }

    /** As DuckDB interpolates, to the last digit, so that an hour's rollup says the same. */
    private double percentile(double quantile) {
        double rank = quantile * (count - 1);
        int below = (int) rank;
        double share = rank - below;
        return share == 0 ? values[below] : values[below] * (1 - share) + values[below + 1] * share;
    }
}
