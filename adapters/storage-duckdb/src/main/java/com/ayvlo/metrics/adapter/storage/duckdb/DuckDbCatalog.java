package com.ayvlo.metrics.adapter.storage.duckdb;

import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.query.CatalogPage;
import com.ayvlo.metrics.domain.query.CatalogQuery;
import com.ayvlo.metrics.domain.query.TimeRange;
import com.ayvlo.metrics.domain.storage.MetricCatalog;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Lists names of metrics, keys and values that have a metric in the range. DuckDB compares text by
 * its bytes in UTF-8, which is the order of code points.
 *
 * <p>Safe for concurrent use.
 */
final class DuckDbCatalog implements MetricCatalog {
    private final DuckDbDatabase database;

    DuckDbCatalog(DuckDbDatabase database) {
        this.database = database;
    }

    @Override
    public CatalogPage metricNames(TenantId tenant, CatalogQuery query) {
        if (query.range().isEmpty()) {
            return new CatalogPage(List.of(), false);
        }
        Sql candidates =
                new Sql()
                        .add("SELECT name AS entry FROM names WHERE tenant = ?", tenant.value())
                        .add(" AND id IN (SELECT DISTINCT name_id FROM samples WHERE ")
                        .add("ts >= " + Sql.timestamp(query.range().fromMillis()))
                        .add(" AND ts < " + Sql.timestamp(query.range().toMillis()) + ")");
        return database.query(query.budget().timeout(), run -> page(run, candidates, query));
    }

    @Override
    public CatalogPage dimensionKeys(TenantId tenant, MetricName name, CatalogQuery query) {
        return ofMetric(
                tenant,
                name,
                query,
                metric ->
                        new Sql()
                                .add(
                                        "SELECT DISTINCT unnest(str_split(dimensions,"
                                                + " chr(1))[1:-2:2])")
                                .add(" AS entry FROM (")
                                .add(metric.series(Dimensions.NONE, List.of()))
                                .add(") WHERE ")
                                .add(isIn(metric, query.range())));
    }

    @Override
    public CatalogPage dimensionValues(
            TenantId tenant, MetricName name, String key, CatalogQuery query) {
        return ofMetric(
                tenant,
                name,
                query,
                metric ->
                        new Sql()
                                .add("SELECT DISTINCT g0 AS entry FROM (")
                                .add(metric.series(Dimensions.NONE, List.of(key)))
                                .add(") WHERE g0 <> '' AND ")
                                .add(isIn(metric, query.range())));
    }

    private CatalogPage ofMetric(
            TenantId tenant, MetricName name, CatalogQuery query, Function<MetricSql, Sql> sql) {
        return database.query(
                query.budget().timeout(),
                run -> {
                    OptionalInt nameId = run.names().find(tenant, name);
                    return nameId.isEmpty() || query.range().isEmpty()
                            ? new CatalogPage(List.of(), false)
                            : page(run, sql.apply(new MetricSql(tenant, nameId.getAsInt())), query);
                });
    }

    private static Sql isIn(MetricSql metric, TimeRange range) {
        return new Sql()
                .add("id IN (SELECT series_id FROM samples WHERE ")
                .add(metric.samplesIn(range))
                .add(")");
    }

    private static CatalogPage page(QueryRun<?> run, Sql candidates, CatalogQuery query)
            throws SQLException {
        Sql sql =
                new Sql()
                        .add("SELECT entry FROM (")
                        .add(candidates)
                        .add(") WHERE starts_with(entry, ?)", query.prefix());
        query.after().ifPresent(after -> sql.add(" AND entry > ?", after));
        sql.add(" ORDER BY entry LIMIT " + (query.limit() + 1L));
        List<String> names = new ArrayList<>();
        run.select(sql, row -> names.add(row.getString(1)));
        boolean more = names.size() > query.limit();
        return new CatalogPage(more ? names.subList(0, query.limit()) : names, more);
    }
}
