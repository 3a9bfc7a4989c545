package com.ayvlo.metrics.application.query;

import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.query.Aggregation;
import com.ayvlo.metrics.domain.query.Interval;
import com.ayvlo.metrics.domain.query.TimeRange;

import java.time.ZoneId;
import java.util.List;

/**
 * What a caller asks for: numbers per window and group.
 *
 * @param zone where the windows of the calendar are
 * @param groupBy dimension keys, each once
 */
public record AggregateRequest(
        MetricName name,
        TimeRange range,
        Dimensions filter,
        Interval interval,
        ZoneId zone,
        List<String> groupBy,
        List<Aggregation> aggregations) {
    /** Takes copies. */
    public AggregateRequest {
        groupBy = List.copyOf(groupBy);
        aggregations = List.copyOf(aggregations);
    }
}
