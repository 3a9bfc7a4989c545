package com.ayvlo.metrics.domain.query;

import java.util.List;

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

    /** Nothing is known ahead. */
    public static RollupAnswer nothingOf(RollupQuery query) {
        return new RollupAnswer(
                List.of(), query.hours().isEmpty() ? List.of() : List.of(query.hours()));
    }
}
