package com.ayvlo.metrics.domain.query;

import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.metric.MetricName;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

    /**
     * The group of series that have these values.
     *
     * @param values one for each key that is grouped by; empty if the series do not have the key
     */
    public Dimensions group(List<String> values) {
        Map<String, String> pairs = new HashMap<>();
        for (int i = 0; i < values.size(); i++) {
            if (!values.get(i).isEmpty()) {
                pairs.put(groupBy.get(i), values.get(i));
            }
        }
        return Dimensions.of(pairs);
    }
}
