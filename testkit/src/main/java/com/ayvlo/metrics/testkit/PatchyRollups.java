package com.ayvlo.metrics.testkit;

import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.query.AggregateQuery;
import com.ayvlo.metrics.domain.query.AggregateResult;
import com.ayvlo.metrics.domain.query.Interval;
import com.ayvlo.metrics.domain.query.RollupAnswer;
import com.ayvlo.metrics.domain.query.RollupQuery;
import com.ayvlo.metrics.domain.query.TimeRange;
import com.ayvlo.metrics.domain.query.Windows;
import com.ayvlo.metrics.domain.storage.MetricReader;
import com.ayvlo.metrics.domain.storage.RollupReader;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * Covers the hours that a test says, and computes them from the metrics when it is asked.
 *
 * @param covers whether the hour that starts then is covered, in milliseconds since 1970 UTC; only
 *     asked about hours near metrics, all others are covered
 */
public record PatchyRollups(MetricReader reader, LongPredicate covers) implements RollupReader {
    @Override
    public RollupAnswer hours(TenantId tenant, RollupQuery query) {
        if (!query.aggregations().stream().allMatch(RollupQuery::keeps)) {
            return RollupAnswer.nothingOf(query);
        }
        AggregateQuery hourly =
                new AggregateQuery(
                        query.name(),
                        query.hours(),
                        Dimensions.NONE,
                        Windows.of(Interval.ONE_HOUR, ZoneOffset.UTC, query.hours()),
                        List.of(),
                        query.aggregations(),
                        query.budget());
        return switch (reader.aggregate(tenant, hourly)) {
            case AggregateResult.Rows found -> patchy(found);
            case AggregateResult.OverBudget _ -> RollupAnswer.nothingOf(query);
        };
    }

    private RollupAnswer patchy(AggregateResult.Rows found) {
        if (found.rows().isEmpty()) {
            return new RollupAnswer(List.of(), List.of());
        }
        long first = found.rows().getFirst().windowStartMillis();
        long last = found.rows().getLast().windowStartMillis();
        List<TimeRange> uncovered = new ArrayList<>();
        for (long hour = first; hour <= last; hour += RollupQuery.HOUR_MILLIS) {
            if (!covers.test(hour)) {
                append(hour, uncovered);
            }
        }
        return new RollupAnswer(
                found.rows().stream().filter(row -> covers.test(row.windowStartMillis())).toList(),
                uncovered);
    }

    private static void append(long hour, List<TimeRange> ranges) {
        Instant from = Instant.ofEpochMilli(hour);
        Instant to = from.plusMillis(RollupQuery.HOUR_MILLIS);
        if (!ranges.isEmpty() && ranges.getLast().to().equals(from)) {
            ranges.add(new TimeRange(ranges.removeLast().from(), to));
        } else {
            ranges.add(new TimeRange(from, to));
        }
    }
}
