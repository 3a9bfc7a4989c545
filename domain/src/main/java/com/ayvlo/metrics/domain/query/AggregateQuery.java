package com.ayvlo.metrics.domain.query;

import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.metric.MetricName;

import java.util.List;

/**
 * Asks for numbers per window and group.
 *
 * @param name of which metric
 * @param range only metrics whose timestamp is in it count
 * @param filter only series that have at least these dimensions count
 * @param windows what the range is divided into
 * @param groupBy dimension keys; each different combination of their values is a group of its own
 * @param aggregations which numbers
 * @param budget the most it may take
 */
public record AggregateQuery(
        MetricName name,
        TimeRange range,
        Dimensions filter,
        Windows windows,
        List<String> groupBy,
        List<Aggregation> aggregations,
        QueryBudget budget) {
    /** Takes copies. */
    public AggregateQuery {
        groupBy = List.copyOf(groupBy);
        aggregations = List.copyOf(aggregations);
    }
}
