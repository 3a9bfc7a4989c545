package com.ayvlo.metrics.application.query;

import com.ayvlo.metrics.application.ingest.MetricLog;
import com.ayvlo.metrics.domain.query.AggregateQuery;
import com.ayvlo.metrics.domain.query.AggregateResult;
import com.ayvlo.metrics.domain.query.AggregateRow;
import com.ayvlo.metrics.domain.query.QueryBudget;
import com.ayvlo.metrics.domain.query.TimeRange;
import com.ayvlo.metrics.domain.query.Windows;
import com.ayvlo.metrics.domain.storage.MetricReader;
import com.ayvlo.metrics.domain.storage.RollupReader;
import com.ayvlo.metrics.domain.storage.StorageException;
import com.ayvlo.metrics.domain.tenant.Tenant;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Answers with numbers per window and group. Safe for concurrent use. */
public final class QueryAggregates {
    /** How long a question waits at most for metrics that were acknowledged before it. */
    private static final Duration SETTLE_AT_MOST = Duration.ofSeconds(2);

    private final PlannedAggregates aggregates;
    private final MetricLog log;
    private final InstantSource clock;
    private final QueryBudget budget;

    /** The use case; every query gets this budget. */
    public QueryAggregates(
            MetricReader reader,
            RollupReader rollups,
            MetricLog log,
            InstantSource clock,
            QueryBudget budget) {
        this.aggregates = new PlannedAggregates(reader, rollups);
        this.log = log;
        this.clock = clock;
        this.budget = budget;
    }

    /**
     * The numbers over the tenant's metrics, none older than its retention.
     *
     * @throws StorageException if the storage could not answer
     */
    public AggregateOutcome query(Tenant tenant, AggregateRequest request) {
        TimeRange visible = request.range().notBefore(tenant.retention().cutoff(clock.instant()));
        AggregateQuery query = within(visible, request);
        log.settle(tenant.id(), request.name(), visible, SETTLE_AT_MOST);
        MetricLog.Completeness complete = log.completeness(tenant.id());
        try {
            PlannedAggregates.Planned planned = aggregates.answer(tenant.id(), query);
            return switch (planned.result()) {
                case AggregateResult.Rows(List<AggregateRow> rows) ->
                        new AggregateOutcome.Answer(rows, basis(planned.source(), rows, complete));
                case AggregateResult.OverBudget over ->
                        new AggregateOutcome.Refused(OverBudget.of(over.budget(), budget));
            };
        } catch (StorageException.TimedOut _) {
            return new AggregateOutcome.Refused(OverBudget.time(budget));
        }
    }

    private AggregateQuery within(TimeRange visible, AggregateRequest request) {
        return new AggregateQuery(
                request.name(),
                visible,
                request.filter(),
                Windows.of(request.interval(), request.zone(), visible),
                request.groupBy(),
                request.aggregations(),
                budget);
    }

    private static Basis basis(
            Basis.Source source, List<AggregateRow> rows, MetricLog.Completeness complete) {
        return new Basis(
                source,
                metrics(rows),
                complete.until(),
                complete.ofAllNodes() ? Basis.Scope.ALL : Basis.Scope.NODE);
    }

    private static long metrics(List<AggregateRow> rows) {
        return rows.stream().mapToLong(AggregateRow::count).sum();
    }
}
