package com.ayvlo.metrics.adapter.storage.clickhouse;

import com.ayvlo.metrics.domain.query.RawQuery;
import com.ayvlo.metrics.domain.query.RawRow;
import com.ayvlo.metrics.domain.tenant.TenantId;

/**
 * Spells a question for a page of metrics: milliseconds, series, value, metadata. ClickHouse reads
 * in the order of time, which is that of its key, until the page is full.
 */
final class RawSql {
    private RawSql() {}

    /** The rows of the page and one more; starts with all those that equal the last row seen. */
    static Sql page(TenantId tenant, RawQuery query) {
        long from = query.range().fromMillis();
        long skipped = 0;
        if (query.after().isPresent()) {
            from = Math.max(from, query.after().get().epochMillis());
            skipped = query.after().get().occurrence() + 1L;
        }
        Sql sql =
                Sql.of(tenant)
                        .add("SELECT toUnixTimestamp64Milli(timestamp), series, value, metadata");
        MetricSql.from(sql, query.name(), from, query.range().toMillis());
        MetricSql.having(sql, query.filter());
        query.after().ifPresent(after -> notBefore(after, sql));
        return sql.add(" ORDER BY timestamp, series, value, metadata LIMIT ")
                .add(Long.toString(query.limit() + 1L + skipped));
    }

    private static void notBefore(RawRow row, Sql sql) {
        String series = SeriesText.of(row.dimensions());
        sql.add(" AND (timestamp > " + Sql.timestamp(row.epochMillis()) + " OR series > ")
                .string(series)
                .add(" OR (series = ")
                .string(series)
                .add(" AND (value > ")
                .number(row.value())
                .add(" OR (value = ")
                .number(row.value())
                .add(" AND metadata >= ")
                .string(row.metadata().json())
                .add("))))");
    }
}
