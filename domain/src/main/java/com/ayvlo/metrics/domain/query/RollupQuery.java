package com.ayvlo.metrics.domain.query;

import com.ayvlo.metrics.domain.metric.MetricName;

import java.util.List;

/**
 * Asks for numbers that have been computed ahead: one row per UTC hour, over all series.
 *
 * @param name of which metric
 * @param hours whole UTC hours, or empty
 * @param aggregations which numbers
 * @param budget the most it may take
 */
public record RollupQuery(
        MetricName name, TimeRange hours, List<Aggregation> aggregations, QueryBudget budget) {
    /** The length of an hour. */
    public static final long HOUR_MILLIS = 3_600_000;

    /** Takes a copy. */
    public RollupQuery {
        aggregations = List.copyOf(aggregations);
        if (hours.fromMillis() % HOUR_MILLIS != 0
                || (!hours.isEmpty() && hours.toMillis() % HOUR_MILLIS != 0)) {
            throw new IllegalArgumentException("not whole UTC hours: " + hours);
        }
    }

    /** Whether every rollup has this number: it is one of the eight of {@link Aggregation}. */
    public static boolean keeps(Aggregation aggregation) {
        return switch (aggregation) {
            case Aggregation.Simple _ -> true;
            case Aggregation.Percentile(_, double quantile) ->
                    Aggregation.DEFAULTS.stream()
                            .anyMatch(
                                    kept ->
                                            kept instanceof Aggregation.Percentile(_, double own)
                                                    && own == quantile);
        };
    }
}
