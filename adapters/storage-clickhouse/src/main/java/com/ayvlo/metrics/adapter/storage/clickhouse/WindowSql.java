package com.ayvlo.metrics.adapter.storage.clickhouse;

import com.ayvlo.metrics.domain.query.Windows;

import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Spells which window a time is in; every edge comes from {@link Windows}, none from ClickHouse.
 */
final class WindowSql {
    private static final String TIME = "toUnixTimestamp64Milli(timestamp)";

    private WindowSql() {}

    /**
     * The start of the window that {@code timestamp} is in, in milliseconds since 1970 UTC.
     *
     * @param spans at least one; all that a time can be in
     */
    static String startMillis(List<Windows.Span> spans) {
        if (spans.size() == 1) {
            Windows.Span span = spans.getFirst();
            return span.toMillis() - span.fromMillis() <= span.stepMillis()
                    ? "toInt64(" + span.fromMillis() + ")"
                    : start("toInt64(" + span.fromMillis() + ")", Long.toString(span.stepMillis()));
        }
        String edges = list(spans, Windows.Span::fromMillis);
        String span = "roundDown(" + TIME + ", " + edges + ")";
        return start(
                span,
                "transform(%s, %s, %s, 1)"
                        .formatted(span, edges, list(spans, Windows.Span::stepMillis)));
    }

    private static String start(String from, String step) {
        return "toInt64(%s + intDiv(%s - %s, %s) * %s)".formatted(from, TIME, from, step, step);
    }

    private static String list(List<Windows.Span> spans, ToLongFunction<Windows.Span> number) {
        return spans.stream()
                .map(span -> Long.toString(number.applyAsLong(span)))
                .collect(Collectors.joining(",", "CAST([", "], 'Array(Int64)')"));
    }
}
