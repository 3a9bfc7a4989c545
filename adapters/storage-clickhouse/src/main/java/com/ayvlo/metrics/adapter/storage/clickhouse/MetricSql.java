package com.ayvlo.metrics.adapter.storage.clickhouse;

import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.query.TimeRange;

/** The parts that all questions about one metric share. */
final class MetricSql {
    private MetricSql() {}

    /** Adds where a metric's rows come from. */
    static Sql from(Sql sql, MetricName name, TimeRange range) {
        return from(sql, name, range.fromMillis(), range.toMillis());
    }

    /** The same, from a millisecond since 1970 up to but not including another. */
    static Sql from(Sql sql, MetricName name, long fromMillis, long toMillis) {
        return sql.from("metrics")
                .add(" AND metric_name = ")
                .string(name.value())
                .add(Sql.timestampIn(fromMillis, toMillis));
    }

    /** Adds the condition that a series has at least these dimensions. */
    static Sql having(Sql sql, Dimensions filter) {
        filter.forEach(
                (key, value) ->
                        sql.add(" AND position(series, ")
                                .string(SeriesText.pair(key, value))
                                .add(") > 0"));
        return sql;
    }

    /** Adds the value that a series has under this key; the empty text if it has none. */
    static Sql valueUnder(Sql sql, String key) {
        return sql.add("extract(series, ").string(SeriesText.valueUnder(key)).add(")");
    }
}
