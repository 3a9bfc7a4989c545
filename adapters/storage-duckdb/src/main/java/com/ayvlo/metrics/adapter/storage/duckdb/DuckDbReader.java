package com.ayvlo.metrics.adapter.storage.duckdb;

import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.metric.Metadata;
import com.ayvlo.metrics.domain.query.AggregateQuery;
import com.ayvlo.metrics.domain.query.AggregateResult;
import com.ayvlo.metrics.domain.query.RawPage;
import com.ayvlo.metrics.domain.query.RawPageBuilder;
import com.ayvlo.metrics.domain.query.RawQuery;
import com.ayvlo.metrics.domain.query.RawRow;
import com.ayvlo.metrics.domain.storage.MetricReader;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Answers questions about metrics, each on a reader's thread.
 *
 * <p>Safe for concurrent use.
 */
final class DuckDbReader implements MetricReader {
    private static final long MICROS_PER_MILLI = Sql.micros(1);

    private final DuckDbDatabase database;
    private final int gatheredMetrics;

    DuckDbReader(DuckDbDatabase database, int gatheredMetrics) {
        this.database = database;
        this.gatheredMetrics = gatheredMetrics;
    }

    @Override
    public AggregateResult aggregate(TenantId tenant, AggregateQuery query) {
        return database.query(
                query.budget().timeout(),
                run -> {
                    OptionalInt nameId = run.names().find(tenant, query.name());
                    if (nameId.isEmpty() || query.windows().spans().isEmpty()) {
                        return new AggregateResult.Rows(List.of());
                    }
                    MetricSql metric = new MetricSql(tenant, nameId.getAsInt());
                    Optional<AggregateResult> gathered =
                            new GatheredAnswer(query, metric, gatheredMetrics).of(run);
                    return gathered.isPresent()
                            ? gathered.get()
                            : new AggregateAnswer(query, metric).of(run);
                });
    }

    @Override
    public RawPage raw(TenantId tenant, RawQuery query) {
        return database.query(
                query.budget().timeout(),
                run -> {
                    OptionalInt nameId = run.names().find(tenant, query.name());
                    if (nameId.isEmpty() || query.range().isEmpty()) {
                        return new RawPage(List.of(), false);
                    }
                    MetricSql metric = new MetricSql(tenant, nameId.getAsInt());
                    return page(run, query, new RawSql(metric, query));
                });
    }

    private static RawPage page(QueryRun<?> run, RawQuery query, RawSql sql) throws SQLException {
        long[] to = {query.range().toMillis()};
        run.select(
                sql.end(),
                row -> {
                    if (row.getLong(1) == sql.rowsToSeeMore()) {
                        to[0] = row.getLong(2) / MICROS_PER_MILLI + 1;
                    }
                });
        RawPageBuilder page = new RawPageBuilder(query);
        Map<String, Dimensions> parsed = new HashMap<>();
        run.select(sql.rows(to[0]), row -> page.add(row(row, parsed)));
        return page.build();
    }

    private static RawRow row(ResultSet row, Map<String, Dimensions> parsed) throws SQLException {
        Dimensions dimensions =
                parsed.computeIfAbsent(row.getString(2), Dimensions::parseCanonical);
        return new RawRow(
                row.getLong(1) / MICROS_PER_MILLI,
                dimensions,
                row.getDouble(3),
                new Metadata(row.getString(4)),
                0);
    }
}
