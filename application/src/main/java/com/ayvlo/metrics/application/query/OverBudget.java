package com.ayvlo.metrics.application.query;

import com.ayvlo.metrics.domain.query.AggregateResult;
import com.ayvlo.metrics.domain.query.QueryBudget;

/**
 * A query would have taken more than it may.
 *
 * @param detail a sentence that names the limit and what to do about it
 */
public record OverBudget(String detail) {
    static OverBudget time(QueryBudget budget) {
        return new OverBudget(
                ("the query took longer than %d s (QUERY_TIMEOUT_SECONDS); ask for a shorter range,"
                                + " a longer interval or fewer series")
                        .formatted(budget.timeout().toSeconds()));
    }

    static OverBudget of(AggregateResult.Budget part, QueryBudget budget) {
        return new OverBudget(
                switch (part) {
                    case ROWS ->
                            ("the answer would have more than %d rows; ask for a shorter range, a"
                                            + " longer interval or fewer groups")
                                    .formatted(budget.maxRows());
                    case GROUPS ->
                            ("the answer would have more than %d groups; group by fewer dimensions"
                                            + " or filter")
                                    .formatted(budget.maxGroups());
                });
    }
}
