package com.ayvlo.metrics.adapter.storage.clickhouse;

import com.ayvlo.metrics.domain.query.RawQuery;
import com.ayvlo.metrics.domain.query.RawRow;
import com.ayvlo.metrics.domain.tenant.TenantId;

/**
 * Spells a question for a page of metrics: milliseconds, series, value, metadata, in the order of
 * all four.
 *
 * <p>ClickHouse keeps metrics of a name in the order of time, but reads more or less all of them
 * where more than time is asked for. Without a filter it is therefore told the time that the page
 * reaches to, which it finds by itself and reads hardly anything for.
 */
final class RawSql {
    private static final String COLUMNS =
            "SELECT toUnixTimestamp64Milli(timestamp), series, value, metadata";

    private RawSql() {}

    /** The rows of the page and one more; starts with all those that equal the last row seen. */
    static Sql page(TenantId tenant, RawQuery query) {
        return inOrder(conditions(Sql.of(tenant).add(COLUMNS), query), query);
    }

    /**
     * The same from less to read. If fewer rows than {@link #rows} come, some may be missing: those
     * behind rows that were deleted meanwhile.
     */
    static Sql boundedPage(TenantId tenant, RawQuery query) {
        Sql sql = conditions(Sql.of(tenant).add(COLUMNS), query);
        sql.add(" AND timestamp <= (SELECT max(timestamp) FROM (SELECT timestamp");
        conditions(sql, query).add(" ORDER BY timestamp LIMIT " + rows(query) + "))");
        return inOrder(sql, query);
    }

    /** How many rows are asked for. */
    static long rows(RawQuery query) {
        return query.limit() + 1L + query.after().map(after -> after.occurrence() + 1L).orElse(0L);
    }

    private static Sql inOrder(Sql sql, RawQuery query) {
        return sql.add(" ORDER BY timestamp, series, value, metadata LIMIT " + rows(query));
    }

    private static Sql conditions(Sql sql, RawQuery query) {
        long from =
                query.after()
                        .map(after -> Math.max(query.range().fromMillis(), after.epochMillis()))
                        .orElse(query.range().fromMillis());
        MetricSql.from(sql, query.name(), from, query.range().toMillis());
        MetricSql.having(sql, query.filter());
        query.after().ifPresent(after -> notBefore(after, sql));
        return sql;
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
