package com.ayvlo.metrics.adapter.storage.duckdb;

import com.ayvlo.metrics.domain.query.Windows;

import java.util.List;

/** Spells which window a time is in; every edge comes from {@link Windows}, none from DuckDB. */
final class WindowSql {
    private WindowSql() {}

    /**
     * The start of the window that {@code ts} is in, in microseconds since 1970 UTC.
     *
     * @param spans at least one; all that a time can be in
     */
    static String startMicros(List<Windows.Span> spans) {
        StringBuilder text = new StringBuilder();
        append(spans, text);
        return text.toString();
    }

    /** Halves the spans until one is left: a time passes few comparisons, and none but integers. */
    private static void append(List<Windows.Span> spans, StringBuilder text) {
        if (spans.size() == 1) {
            append(spans.getFirst(), text);
            return;
        }
        int middle = spans.size() / 2;
        text.append("CASE WHEN epoch_us(ts) < ")
                .append(Sql.micros(spans.get(middle).fromMillis()))
                .append(" THEN ");
        append(spans.subList(0, middle), text);
        text.append(" ELSE ");
        append(spans.subList(middle, spans.size()), text);
        text.append(" END");
    }

    private static void append(Windows.Span span, StringBuilder text) {
        long from = Sql.micros(span.fromMillis());
        if (span.toMillis() - span.fromMillis() <= span.stepMillis()) {
            text.append(from).append("::BIGINT");
            return;
        }
        text.append(
                "%d + (epoch_us(ts) - %d) // %d * %d"
                        .formatted(
                                from,
                                from,
                                Sql.micros(span.stepMillis()),
                                Sql.micros(span.stepMillis())));
    }
}
