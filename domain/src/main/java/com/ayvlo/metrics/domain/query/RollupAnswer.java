package com.ayvlo.metrics.domain.query;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/**
 * What is known ahead of the hours asked for. An hour that has no row and is not uncovered has no
 * metrics.
 *
 * @param rows the numbers of covered hours, in order of time
 * @param uncovered the hours that only the metrics themselves can tell about, as ranges that do not
 *     touch each other, in order of time
 */
public record RollupAnswer(List<AggregateRow> rows, List<TimeRange> uncovered) {
    /** Takes copies. */
    public RollupAnswer {
        rows = List.copyOf(rows);
        uncovered = List.copyOf(uncovered);
    }

    /**
     * What is known, but for some hours.
     *
     * @param rows in any order, those of hours that are not covered among them
     * @param uncovered starts of hours, in milliseconds since 1970 UTC
     */
    public static RollupAnswer without(SortedSet<Long> uncovered, List<AggregateRow> rows) {
        return new RollupAnswer(
                rows.stream()
                        .filter(row -> !uncovered.contains(row.windowStartMillis()))
                        .sorted(AggregateRow.order(List.of()))
                        .toList(),
                ranges(uncovered));
    }

    private static List<TimeRange> ranges(SortedSet<Long> hours) {
        List<TimeRange> ranges = new ArrayList<>();
        for (long hour : hours) {
            Instant from = Instant.ofEpochMilli(hour);
            Instant to = Instant.ofEpochMilli(hour + RollupQuery.HOUR_MILLIS);
            boolean goesOn = !ranges.isEmpty() && ranges.getLast().to().equals(from);
            ranges.add(new TimeRange(goesOn ? ranges.removeLast().from() : from, to));
        }
        return ranges;
    }

    /** Nothing is known ahead. */
    public static RollupAnswer nothingOf(RollupQuery query) {
        return new RollupAnswer(
                List.of(), query.hours().isEmpty() ? List.of() : List.of(query.hours()));
    }
}
