package com.ayvlo.metrics.application.query;

import com.ayvlo.metrics.application.ingest.MetricLog;
import com.ayvlo.metrics.domain.query.QueryBudget;
import com.ayvlo.metrics.domain.query.RawPage;
import com.ayvlo.metrics.domain.query.RawQuery;
import com.ayvlo.metrics.domain.query.RawRow;
import com.ayvlo.metrics.domain.query.TimeRange;
import com.ayvlo.metrics.domain.storage.MetricReader;
import com.ayvlo.metrics.domain.storage.StorageException;
import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Tenant;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Answers with metrics as they came in. Safe for concurrent use. */
public final class QueryRaw {
    /** How long a question waits at most for metrics that were acknowledged before it. */
    private static final Duration SETTLE_AT_MOST = Duration.ofSeconds(2);

    private final MetricReader reader;
    private final MetricLog log;
    private final InstantSource clock;
    private final QueryBudget budget;

    /** The use case; every query gets this budget. */
    public QueryRaw(MetricReader reader, MetricLog log, InstantSource clock, QueryBudget budget) {
        this.reader = reader;
        this.log = log;
        this.clock = clock;
        this.budget = budget;
    }

    /**
     * A page of the tenant's metrics, none older than its retention.
     *
     * @throws InvalidValue if the limit is out of bounds
     * @throws StorageException if the storage could not answer
     */
    public RawOutcome query(Tenant tenant, RawRequest request) {
        TimeRange visible = request.range().notBefore(tenant.retention().cutoff(clock.instant()));
        RawQuery query =
                new RawQuery(
                        request.name(),
                        visible,
                        request.filter(),
                        request.limit(),
                        request.after(),
                        budget);
        log.settle(tenant.id(), request.name(), visible, SETTLE_AT_MOST);
        try {
            return page(tenant, request, reader.raw(tenant.id(), query));
        } catch (StorageException.TimedOut _) {
            return new RawOutcome.Refused(OverBudget.time(budget));
        }
    }

    private static RawOutcome page(Tenant tenant, RawRequest request, RawPage page) {
        List<RawOutcome.Identified> metrics =
                page.rows().stream().map(row -> identified(tenant, request, row)).toList();
        Optional<RawRow> next = page.more() ? Optional.of(page.rows().getLast()) : Optional.empty();
        return new RawOutcome.Page(metrics, next);
    }

    private static RawOutcome.Identified identified(Tenant tenant, RawRequest request, RawRow row) {
        return new RawOutcome.Identified(MetricId.of(tenant.id(), request.name(), row), row);
    }
}
