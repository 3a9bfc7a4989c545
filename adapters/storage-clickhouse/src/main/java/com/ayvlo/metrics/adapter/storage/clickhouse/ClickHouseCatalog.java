package com.ayvlo.metrics.adapter.storage.clickhouse;

import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.query.CatalogPage;
import com.ayvlo.metrics.domain.query.CatalogQuery;
import com.ayvlo.metrics.domain.query.RollupQuery;
import com.ayvlo.metrics.domain.storage.MetricCatalog;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.util.ArrayList;
import java.util.List;

/**
 * Lists names of metrics, keys and values that have a metric in the range. ClickHouse compares text
 * by its bytes in UTF-8, which is the order of code points.
 *
 * <p>Safe for concurrent use.
 */
final class ClickHouseCatalog implements MetricCatalog {
    private static final long MILLIS = 1000;
    private static final long HOUR = RollupQuery.HOUR_MILLIS;

    private final ClickHouseSession session;
    private final Doubt doubt;

    ClickHouseCatalog(ClickHouseSession session, Doubt doubt) {
        this.session = session;
        this.doubt = doubt;
    }

    /**
     * Whole hours from the rollups, where a name has a row and not thousands; edges from metrics.
     */
    @Override
    public CatalogPage metricNames(TenantId tenant, CatalogQuery query) {
        long from = Math.ceilDiv(query.range().fromMillis(), HOUR) * HOUR;
        long to = query.range().toMillis() / HOUR * HOUR;
        if (from >= to || !doubt.hours().isEmpty() || !session.hasWholeRollups()) {
            return page(namesIn(start(tenant), query), query);
        }
        Sql sql = start(tenant).add("SELECT DISTINCT metric_name AS entry").from("rollups");
        sql.add(" AND hour >= toDateTime(%d, 'UTC')".formatted(from / MILLIS))
                .add(" AND hour < toDateTime(%d, 'UTC')".formatted(to / MILLIS))
                .add(
                        " AND hour >= (SELECT toStartOfHour(max(before) + INTERVAL 3599999"
                                + " MILLISECOND)")
                .from("deletions")
                .add(")");
        namesIn(sql.add(" UNION DISTINCT "), query);
        // Of the hours in between only those are looked at that a deletion has touched.
        sql.add(" AND (timestamp < greatest(" + Sql.timestamp(from) + ", (SELECT max(before)")
                .from("deletions")
                .add(") + INTERVAL 1 HOUR) OR timestamp >= " + Sql.timestamp(to) + ")");
        return page(sql, query);
    }

    private static Sql namesIn(Sql sql, CatalogQuery query) {
        return sql.add("SELECT DISTINCT metric_name AS entry")
                .from("metrics")
                .add(Sql.timestampIn(query.range().fromMillis(), query.range().toMillis()));
    }

    @Override
    public CatalogPage dimensionKeys(TenantId tenant, MetricName name, CatalogQuery query) {
        Sql sql =
                start(tenant)
                        .add("SELECT DISTINCT arrayJoin(extractAll(toString(series), ")
                        .string(SeriesText.keys())
                        .add(")) AS entry FROM (SELECT DISTINCT series");
        return page(MetricSql.from(sql, name, query.range()).add(")"), query);
    }

    @Override
    public CatalogPage dimensionValues(
            TenantId tenant, MetricName name, String key, CatalogQuery query) {
        Sql sql = MetricSql.valueUnder(start(tenant).add("SELECT DISTINCT "), key).add(" AS entry");
        return page(MetricSql.from(sql, name, query.range()).add(" AND entry != ''"), query);
    }

    private static Sql start(TenantId tenant) {
        return Sql.of(tenant).add("SELECT toString(entry) FROM (");
    }

    private CatalogPage page(Sql candidates, CatalogQuery query) {
        List<String> names = new ArrayList<>();
        if (!query.range().isEmpty()) {
            Sql sql = candidates.add(") WHERE startsWith(entry, ").string(query.prefix()).add(")");
            query.after().ifPresent(after -> sql.add(" AND entry > ").string(after));
            new Asking(session, query.budget())
                    .select(
                            sql.add(" ORDER BY entry LIMIT " + (query.limit() + 1)),
                            row -> names.add(row.text()));
        }
        boolean more = names.size() > query.limit();
        return new CatalogPage(more ? names.subList(0, query.limit()) : names, more);
    }
}
