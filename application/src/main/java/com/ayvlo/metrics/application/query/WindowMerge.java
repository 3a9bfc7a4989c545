package com.ayvlo.metrics.application.query;

import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.query.AggregateRow;
import com.ayvlo.metrics.domain.query.Aggregation;
import com.ayvlo.metrics.domain.query.ExactSum;
import com.ayvlo.metrics.domain.query.Windows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Puts the numbers of windows together from those of their parts.
 *
 * <p>Not safe for concurrent use.
 */
final class WindowMerge {
    /** What is needed of each part, in this order. */
    static final List<Aggregation> PARTS =
            List.of(Aggregation.Simple.SUM, Aggregation.Simple.MIN, Aggregation.Simple.MAX);

    private final Windows windows;
    private final Map<Long, Window> merged = new TreeMap<>();

    WindowMerge(Windows windows) {
        this.windows = windows;
    }

    /** Adds a part, by its start or that of its window. */
    void add(AggregateRow part) {
        long start = windows.startOf(part.windowStartMillis());
        merged.computeIfAbsent(start, _ -> new Window()).add(part);
    }

    /**
     * A row for each window with these numbers, in order; empty if parts cancel each other so far
     * that the sum of the parts is not that of the metrics.
     */
    Optional<List<AggregateRow>> rows(List<Aggregation> aggregations) {
        boolean sums =
                aggregations.contains(Aggregation.Simple.SUM)
                        || aggregations.contains(Aggregation.Simple.AVG);
        if (sums && !merged.values().stream().allMatch(Window::isTrusted)) {
            return Optional.empty();
        }
        return Optional.of(
                merged.entrySet().stream()
                        .map(entry -> entry.getValue().row(entry.getKey(), aggregations))
                        .toList());
    }

    /** The numbers of one window. */
    private static final class Window {
        private int parts;
        private long count;
        private double sum;

        /** What the additions have lost (Neumaier). */
        private double lost;

        private double magnitude;
        private double least = Double.POSITIVE_INFINITY;
        private double most = Double.NEGATIVE_INFINITY;

        void add(AggregateRow part) {
            parts++;
            count += part.count();
            double term = part.value(0);
            double next = sum + term;
            lost += Math.abs(sum) >= Math.abs(term) ? (sum - next) + term : (term - next) + sum;
            sum = next;
            least = Math.min(least, part.value(1));
            most = Math.max(most, part.value(2));
            magnitude +=
                    (double) part.count()
                            * Math.max(Math.abs(part.value(1)), Math.abs(part.value(2)));
        }

        /** A window of one part is as exact as that part. */
        boolean isTrusted() {
            double total = sum + lost;
            return parts == 1 ? Double.isFinite(total) : ExactSum.isTrusted(total, magnitude);
        }

        AggregateRow row(long start, List<Aggregation> aggregations) {
            double[] numbers = new double[aggregations.size()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] =
                        switch (aggregations.get(i)) {
                            case Aggregation.Simple.COUNT -> count;
                            case Aggregation.Simple.SUM -> sum + lost;
                            case Aggregation.Simple.AVG -> (sum + lost) / count;
                            case Aggregation.Simple.MIN -> least;
                            case Aggregation.Simple.MAX -> most;
                            case Aggregation.Percentile percentile ->
                                    throw new IllegalStateException(
                                            percentile + " cannot be merged");
                        };
            }
            return new AggregateRow(start, Dimensions.NONE, count, numbers);
        }
    }
}
