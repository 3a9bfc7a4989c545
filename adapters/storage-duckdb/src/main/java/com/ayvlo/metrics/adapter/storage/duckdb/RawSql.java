package com.ayvlo.metrics.adapter.storage.duckdb;

import com.ayvlo.metrics.domain.query.RawQuery;
import com.ayvlo.metrics.domain.query.RawRow;

import java.util.List;

/**
 * Spells a query for a page of metrics. In two steps: where the page ends in time needs only the
 * column of times, and DuckDB leaves out what is later as it goes; only then comes the whole order,
 * with dimensions, of what is left.
 */
final class RawSql {
    private final MetricSql metric;
    private final RawQuery query;

    RawSql(MetricSql metric, RawQuery query) {
        this.metric = metric;
        this.query = query;
    }

    /**
     * How many metrics there are behind the moment of the last row seen, up to one more than fit on
     * a page, and the time of the last of these in microseconds.
     */
    Sql end() {
        long from =
                query.after()
                        .map(after -> Math.max(after.epochMillis() + 1, query.range().fromMillis()))
                        .orElse(query.range().fromMillis());
        Sql sql =
                new Sql()
                        .add(
                                "SELECT count(*), epoch_us(max(ts)) FROM (SELECT ts FROM samples"
                                        + " WHERE ")
                        .add(metric.samplesIn(from, query.range().toMillis()));
        if (!query.filter().isEmpty()) {
            sql.add(" AND series_id IN (SELECT id FROM (")
                    .add(metric.series(query.filter(), List.of()))
                    .add("))");
        }
        return sql.add(" ORDER BY ts LIMIT " + rowsToSeeMore() + ")");
    }

    /** One more row than a page has shows that there are more. */
    int rowsToSeeMore() {
        return query.limit() + 1;
    }

    /**
     * The rows up to a time: its microseconds, dimensions, value, metadata. Starts with all those
     * that equal the last row seen.
     */
    Sql rows(long toMillis) {
        long from = query.range().fromMillis();
        long skipped = 0;
        if (query.after().isPresent()) {
            from = Math.max(from, query.after().get().epochMillis());
            skipped = query.after().get().occurrence() + 1L;
        }
        Sql sql =
                new Sql()
                        .add("WITH picked AS MATERIALIZED (")
                        .add(metric.series(query.filter(), List.of()))
                        .add(
                                ") SELECT epoch_us(ts), dimensions, value, coalesce(metadata, '')"
                                        + " AS m")
                        .add(" FROM samples JOIN picked ON series_id = picked.id WHERE ")
                        .add(metric.samplesIn(from, toMillis));
        query.after().ifPresent(after -> sql.add(notBefore(after)));
        return sql.add(" ORDER BY ts, dimensions, value, m LIMIT ")
                .add(Long.toString(rowsToSeeMore() + skipped));
    }

    private static Sql notBefore(RawRow row) {
        String dimensions = row.dimensions().canonical();
        return new Sql()
                .add(" AND (ts > " + Sql.timestamp(row.epochMillis()))
                .add(" OR dimensions > ? OR (dimensions = ?", dimensions, dimensions)
                .add(" AND (value > ? OR (value = ?", row.value(), row.value())
                .add(" AND coalesce(metadata, '') >= ?))))", row.metadata().json());
    }
}
