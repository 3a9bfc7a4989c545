package com.ayvlo.metrics.adapter.storage.clickhouse;

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

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers questions about metrics.
 *
 * <p>Safe for concurrent use.
 */
final class ClickHouseReader implements MetricReader {
    private final ClickHouseSession session;

    ClickHouseReader(ClickHouseSession session) {
        this.session = session;
    }

    @Override
    public AggregateResult aggregate(TenantId tenant, AggregateQuery query) {
        if (query.windows().spans().isEmpty()) {
            return new AggregateResult.Rows(List.of());
        }
        return new AggregateAnswer(tenant, query).of(new Asking(session, query.budget()));
    }

    @Override
    public RawPage raw(TenantId tenant, RawQuery query) {
        Asking asking = new Asking(session, query.budget());
        if (query.range().isEmpty()) {
            return new RawPageBuilder(query).build();
        }
        if (query.filter().isEmpty()) {
            RawPageBuilder page = new RawPageBuilder(query);
            if (read(asking, RawSql.boundedPage(tenant, query), page) == RawSql.rows(query)) {
                return page.build();
            }
        }
        RawPageBuilder page = new RawPageBuilder(query);
        read(asking, RawSql.page(tenant, query), page);
        return page.build();
    }

    /** Adds rows to a page, and says how many came. */
    private static long read(Asking asking, Sql sql, RawPageBuilder page) {
        Map<String, Dimensions> parsed = new HashMap<>();
        long[] rows = {0};
        asking.select(
                sql,
                row -> {
                    rows[0]++;
                    page.add(
                            new RawRow(
                                    row.number(),
                                    parsed.computeIfAbsent(row.text(), SeriesText::parse),
                                    row.real(),
                                    new Metadata(row.text()),
                                    0));
                });
        return rows[0];
    }
}
