package com.ayvlo.metrics.application.query;

import com.ayvlo.metrics.domain.query.AggregateQuery;
import com.ayvlo.metrics.domain.query.AggregateRow;
import com.ayvlo.metrics.domain.query.Aggregation;
import com.ayvlo.metrics.domain.query.RollupAnswer;
import com.ayvlo.metrics.domain.query.RollupQuery;
import com.ayvlo.metrics.domain.query.TimeRange;
import com.ayvlo.metrics.domain.query.Windows;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How a question is answered from rollups: which whole hours they are asked for, which numbers, and
 * which part of the range only the metrics themselves can tell about.
 *
 * @param hours the whole UTC hours of the range
 * @param merges whether a window is longer than an hour, so that its numbers are put together
 * @param aggregations what hours and parts are asked for; what the question asks for unless merged
 */
record AggregatePlan(
        AggregateQuery query, TimeRange hours, boolean merges, List<Aggregation> aggregations) {
    private static final long HOUR = RollupQuery.HOUR_MILLIS;

    /** Of fewer hours the metrics themselves tell as fast. */
    private static final int LEAST_HOURS = 12;

    /** The most parts that metrics are read for: each costs about what 100,000 metrics cost. */
    private static final int MOST_PARTS = 3;

    /**
     * The plan; empty if rollups cannot answer exactly this, or would not be faster: there are none
     * for single series or groups, windows have to consist of whole hours, and percentiles of hours
     * give none of a day.
     */
    static Optional<AggregatePlan> of(AggregateQuery query) {
        TimeRange hours = wholeHours(query.range());
        boolean merges =
                query.windows().spans().stream().anyMatch(span -> span.stepMillis() > HOUR);
        boolean kept =
                merges
                        ? query.aggregations().stream()
                                .allMatch(Aggregation.Simple.class::isInstance)
                        : query.aggregations().stream().allMatch(RollupQuery::keeps);
        if (!query.filter().isEmpty()
                || !query.groupBy().isEmpty()
                || !kept
                || hours.toMillis() - hours.fromMillis() < LEAST_HOURS * HOUR
                || !query.windows().spans().stream().allMatch(AggregatePlan::isOfHours)) {
            return Optional.empty();
        }
        return Optional.of(
                new AggregatePlan(
                        query, hours, merges, merges ? WindowMerge.PARTS : query.aggregations()));
    }

    private static boolean isOfHours(Windows.Span span) {
        return span.fromMillis() % HOUR == 0
                && span.stepMillis() % HOUR == 0
                && span.toMillis() % HOUR == 0;
    }

    private static TimeRange wholeHours(TimeRange range) {
        long from = Math.ceilDiv(range.fromMillis(), HOUR) * HOUR;
        long to = range.toMillis() / HOUR * HOUR;
        return from < to ? range(from, to) : TimeRange.NONE;
    }

    private static TimeRange range(long from, long to) {
        return new TimeRange(Instant.ofEpochMilli(from), Instant.ofEpochMilli(to));
    }

    RollupQuery rollupQuery() {
        return new RollupQuery(query.name(), hours, aggregations, query.budget());
    }

    /**
     * The parts of the range that metrics are read for: its edges and what the rollups do not
     * cover, with some covered hours in between if there would be too many. Only one, the whole
     * range, if the rollups would save less than that.
     */
    List<TimeRange> rawParts(RollupAnswer answer) {
        List<TimeRange> parts = joined(uncovered(answer));
        long rawHours =
                parts.stream().mapToLong(part -> part.toMillis() - part.fromMillis()).sum() / HOUR;
        // Hours without metrics cost nothing either way: those count that have a row.
        return rawHours > covered(answer, parts).size() ? List.of(query.range()) : parts;
    }

    private List<TimeRange> uncovered(RollupAnswer answer) {
        List<TimeRange> parts = new ArrayList<>();
        if (query.range().fromMillis() < hours.fromMillis()) {
            parts.add(range(query.range().fromMillis(), hours.fromMillis()));
        }
        answer.uncovered().forEach(part -> append(part, parts));
        if (hours.toMillis() < query.range().toMillis()) {
            append(range(hours.toMillis(), query.range().toMillis()), parts);
        }
        return parts;
    }

    private static void append(TimeRange part, List<TimeRange> parts) {
        if (!parts.isEmpty() && parts.getLast().to().equals(part.from())) {
            parts.set(parts.size() - 1, range(parts.getLast().fromMillis(), part.toMillis()));
        } else {
            parts.add(part);
        }
    }

    /** The parts, joined to so few that only the longest gaps between them are left. */
    private static List<TimeRange> joined(List<TimeRange> parts) {
        if (parts.size() <= MOST_PARTS) {
            return parts;
        }
        List<Integer> ends =
                IntStream.range(0, parts.size() - 1)
                        .boxed()
                        .sorted(
                                Comparator.comparingLong(
                                        i ->
                                                parts.get(i).toMillis()
                                                        - parts.get(i + 1).fromMillis()))
                        .limit(MOST_PARTS - 1)
                        .sorted()
                        .toList();
        List<TimeRange> joined = new ArrayList<>();
        int first = 0;
        for (int last : ends) {
            joined.add(range(parts.get(first).fromMillis(), parts.get(last).toMillis()));
            first = last + 1;
        }
        joined.add(range(parts.get(first).fromMillis(), parts.getLast().toMillis()));
        return joined;
    }

    /** The rows of hours that are not in one of these parts. */
    static List<AggregateRow> covered(RollupAnswer answer, List<TimeRange> parts) {
        return answer.rows().stream()
                .filter(row -> parts.stream().noneMatch(p -> p.contains(row.windowStartMillis())))
                .toList();
    }

    /** The question about a part of the range. */
    AggregateQuery about(TimeRange part) {
        return new AggregateQuery(
                query.name(),
                part,
                query.filter(),
                query.windows(),
                query.groupBy(),
                aggregations,
                query.budget());
    }
}
