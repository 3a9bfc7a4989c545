package com.ayvlo.metrics.application.query;

import com.ayvlo.metrics.domain.query.AggregateRow;

import java.util.List;

/** What became of a query for numbers per window and group. */
public sealed interface AggregateOutcome {
    /** The whole answer; a value stands for each aggregation of the request, in its order. */
    record Answer(List<AggregateRow> rows, Basis basis) implements AggregateOutcome {
        /** Takes a copy. */
        public Answer {
            rows = List.copyOf(rows);
        }
    }

    /** It would have taken more than it may. */
    record Refused(OverBudget budget) implements AggregateOutcome {}
}
