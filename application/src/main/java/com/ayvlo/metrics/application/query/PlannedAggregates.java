package com.ayvlo.metrics.application.query;

import com.ayvlo.metrics.domain.query.AggregateQuery;
import com.ayvlo.metrics.domain.query.AggregateResult;
import com.ayvlo.metrics.domain.query.AggregateRow;
import com.ayvlo.metrics.domain.query.QueryBudget;
import com.ayvlo.metrics.domain.query.RollupAnswer;
import com.ayvlo.metrics.domain.query.RollupQuery;
import com.ayvlo.metrics.domain.query.TimeRange;
import com.ayvlo.metrics.domain.storage.MetricReader;
import com.ayvlo.metrics.domain.storage.RollupReader;
import com.ayvlo.metrics.domain.storage.StorageException;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Answers from rollups where they answer exactly what is asked and cost less, from the metrics
 * themselves where not, and from both where a range straddles.
 *
 * <p>An answer from both is read in several steps: a block that is written in between can be in the
 * later ones only. No metric is counted twice, and none is missing that was stored before.
 *
 * <p>Safe for concurrent use.
 */
final class PlannedAggregates {
    private final MetricReader reader;
    private final RollupReader rollups;

    PlannedAggregates(MetricReader reader, RollupReader rollups) {
        this.reader = reader;
        this.rollups = rollups;
    }

    /** A result and what was read for it. */
    record Planned(AggregateResult result, Basis.Source source) {}

    /**
     * The answer.
     *
     * @throws StorageException if the storage could not answer
     */
    Planned answer(TenantId tenant, AggregateQuery query) {
        Steps steps = new Steps(tenant, query.budget());
        return AggregatePlan.of(query)
                .flatMap(plan -> planned(plan, steps))
                .orElseGet(() -> new Planned(steps.raw(query), Basis.Source.RAW));
    }

    /** Empty if the metrics themselves have to be asked after all. */
    private static Optional<Planned> planned(AggregatePlan plan, Steps steps) {
        RollupAnswer answer = steps.hours(plan.rollupQuery());
        List<TimeRange> parts = plan.rawParts(answer);
        if (parts.equals(List.of(plan.query().range()))) {
            return Optional.empty();
        }
        List<AggregateRow> rows = new ArrayList<>(AggregatePlan.covered(answer, parts));
        for (TimeRange part : parts) {
            switch (steps.raw(plan.about(part))) {
                case AggregateResult.Rows found -> rows.addAll(found.rows());
                case AggregateResult.OverBudget over -> {
                    return Optional.of(new Planned(over, Basis.Source.RAW));
                }
            }
        }
        Basis.Source source = parts.isEmpty() ? Basis.Source.ROLLUP : Basis.Source.MIXED;
        return together(plan, rows)
                .map(
                        all ->
                                new Planned(
                                        AggregateResult.within(plan.query().budget(), all),
                                        source));
    }

    private static Optional<List<AggregateRow>> together(
            AggregatePlan plan, List<AggregateRow> rows) {
        if (!plan.merges()) {
            rows.sort(Comparator.comparingLong(AggregateRow::windowStartMillis));
            return Optional.of(rows);
        }
        WindowMerge merge = new WindowMerge(plan.query().windows());
        rows.forEach(merge::add);
        return merge.rows(plan.query().aggregations());
    }

    /** Asks the storage several times, all within the time of one query. */
    private final class Steps {
        private final TenantId tenant;
        private final Duration timeout;
        private final long startNanos = System.nanoTime();

        Steps(TenantId tenant, QueryBudget budget) {
            this.tenant = tenant;
            this.timeout = budget.timeout();
        }

        RollupAnswer hours(RollupQuery query) {
            return rollups.hours(
                    tenant,
                    new RollupQuery(
                            query.name(),
                            query.hours(),
                            query.aggregations(),
                            rest(query.budget())));
        }

        AggregateResult raw(AggregateQuery query) {
            return reader.aggregate(
                    tenant,
                    new AggregateQuery(
                            query.name(),
                            query.range(),
                            query.filter(),
                            query.windows(),
                            query.groupBy(),
                            query.aggregations(),
                            rest(query.budget())));
        }

        private QueryBudget rest(QueryBudget budget) {
            Duration rest = timeout.minusNanos(System.nanoTime() - startNanos);
            if (rest.isNegative()) {
                throw new StorageException.TimedOut("the steps of the query took too long");
            }
            return new QueryBudget(rest, budget.maxRows(), budget.maxGroups());
        }
    }
}
