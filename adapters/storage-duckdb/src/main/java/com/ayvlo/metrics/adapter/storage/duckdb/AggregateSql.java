package com.ayvlo.metrics.adapter.storage.duckdb;

import com.ayvlo.metrics.domain.query.AggregateQuery;
import com.ayvlo.metrics.domain.query.Aggregation;
import com.ayvlo.metrics.domain.query.Windows;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Spells an aggregate query. Of its columns, the first is the window's start in microseconds, the
 * second the count, then comes one for each aggregation (the sum for an average), the sum of the
 * absolute values, and the values of the group's keys.
 */
final class AggregateSql {
    /** Column of the window's start. */
    static final int WINDOW = 1;

    /** Column of the count. */
    static final int COUNT = 2;

    /** Telling more spans apart than this takes longer than looking for the first and last time. */
    private static final int FEW_SPANS = 8;

    private final MetricSql metric;
    private final AggregateQuery query;
    private final List<Windows.Span> spans;
    private final List<Double> quantiles;

    AggregateSql(MetricSql metric, AggregateQuery query) {
        this(metric, query, query.windows().spans());
    }

    private AggregateSql(MetricSql metric, AggregateQuery query, List<Windows.Span> spans) {
        this.metric = metric;
        this.query = query;
        this.spans = spans;
        this.quantiles =
                query.aggregations().stream()
                        .filter(Aggregation.Percentile.class::isInstance)
                        .map(aggregation -> ((Aggregation.Percentile) aggregation).quantile())
                        .distinct()
                        .toList();
    }

    /** Column of the number for aggregation {@code index}. */
    static int column(int index) {
        return COUNT + 1 + index;
    }

    /** Column of the sum of the absolute values, which tells how far a sum can be off. */
    int magnitudeColumn() {
        return column(query.aggregations().size());
    }

    /** Column of the value of key {@code index} of the group. */
    int groupColumn(int index) {
        return magnitudeColumn() + 1 + index;
    }

    /** Whether a sum is asked for, be it for an average. */
    boolean hasSum() {
        return query.aggregations().contains(Aggregation.Simple.SUM)
                || query.aggregations().contains(Aggregation.Simple.AVG);
    }

    /** Whether so many spans are to be told apart that it pays to look where metrics are first. */
    boolean hasManySpans() {
        return spans.size() > FEW_SPANS;
    }

    /** The first and the last time of a metric in the range, in milliseconds; null if none is. */
    Sql extent() {
        return new Sql()
                .add("SELECT epoch_ms(min(ts)), epoch_ms(max(ts)) FROM samples WHERE ")
                .add(metric.samplesIn(query.range()));
    }

    /** The same query, for metrics from one time to another only. */
    AggregateSql within(long firstMillis, long lastMillis) {
        List<Windows.Span> touched =
                spans.stream()
                        .filter(span -> span.fromMillis() <= lastMillis)
                        .filter(span -> span.toMillis() > firstMillis)
                        .toList();
        return new AggregateSql(metric, query, touched);
    }

    /** All rows in the order of the answer, but at most one more than the budget allows. */
    Sql rows() {
        return with().add("SELECT w, n")
                .add(
                        query.aggregations().stream()
                                .map(aggregation -> ", " + column(aggregation))
                                .collect(Collectors.joining()))
                .add(hasSum() ? ", magnitude" : ", 0")
                .add(groups())
                .add(" FROM (SELECT " + WindowSql.startMicros(spans) + " AS w")
                .add(groups())
                .add(", count(*) AS n" + aggregates())
                .add(source())
                // Without HAVING, no metrics in a single window would be a row that counts none.
                .add(" GROUP BY ALL HAVING n > 0) ORDER BY w" + groups())
                .add(" LIMIT " + (query.budget().maxRows() + 1L));
    }

    /** The single values of these windows: window, value, then the values of the group's keys. */
    Sql values(long firstWindowMicros, long lastWindowMicros) {
        return with().add("SELECT " + WindowSql.startMicros(spans) + " AS w, value" + groups())
                .add(source())
                .add(" AND w BETWEEN %d AND %d".formatted(firstWindowMicros, lastWindowMicros));
    }

    private Sql with() {
        return usesSeries()
                ? new Sql()
                        .add("WITH picked AS MATERIALIZED (")
                        .add(metric.series(query.filter(), query.groupBy()))
                        .add(") ")
                : new Sql();
    }

    private Sql source() {
        return new Sql()
                .add(
                        " FROM samples"
                                + (usesSeries() ? " JOIN picked ON series_id = picked.id" : ""))
                .add(" WHERE ")
                .add(metric.samplesIn(query.range()));
    }

    private boolean usesSeries() {
        return !query.filter().isEmpty() || !query.groupBy().isEmpty();
    }

    private String groups() {
        return IntStream.range(0, query.groupBy().size())
                .mapToObj(i -> ", g" + i)
                .collect(Collectors.joining());
    }

    private String column(Aggregation aggregation) {
        return switch (aggregation) {
            case Aggregation.Simple.COUNT -> "n";
            case Aggregation.Simple.SUM, Aggregation.Simple.AVG -> "total";
            case Aggregation.Simple.MIN -> "least";
            case Aggregation.Simple.MAX -> "most";
            case Aggregation.Percentile(_, double quantile) ->
                    "percentiles[" + (quantiles.indexOf(quantile) + 1) + "]";
        };
    }

    /** One call for all percentiles, which sorts the values once. */
    private String aggregates() {
        StringBuilder text = new StringBuilder();
        if (hasSum()) {
            text.append(", fsum(value) AS total, sum(abs(value)) AS magnitude");
        }
        if (query.aggregations().contains(Aggregation.Simple.MIN)) {
            text.append(", min(value) AS least");
        }
        if (query.aggregations().contains(Aggregation.Simple.MAX)) {
            text.append(", max(value) AS most");
        }
        if (!quantiles.isEmpty()) {
            text.append(", quantile_cont(value, %s) AS percentiles".formatted(quantiles));
        }
        return text.toString();
    }
}
