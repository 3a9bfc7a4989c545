package com.ayvlo.metrics.domain.query;

import java.util.List;

/** What a storage answers to an {@link AggregateQuery}. */
public sealed interface AggregateResult {
    /** The whole answer, in {@link AggregateRow#order}. */
    record Rows(List<AggregateRow> rows) implements AggregateResult {
        /** Takes a copy. */
        public Rows {
            rows = List.copyOf(rows);
        }
    }

    /** These rows, or what of the budget they are more than. */
    static AggregateResult within(QueryBudget budget, List<AggregateRow> rows) {
        if (rows.stream().map(AggregateRow::group).distinct().count() > budget.maxGroups()) {
            return new OverBudget(Budget.GROUPS);
        }
        return rows.size() > budget.maxRows() ? new OverBudget(Budget.ROWS) : new Rows(rows);
    }

    /** The answer would have more rows or groups than the budget allows. */
    record OverBudget(Budget budget) implements AggregateResult {}

    /** Which part of a {@link QueryBudget} was not enough. */
    enum Budget {
        ROWS,
        GROUPS
    }
}
