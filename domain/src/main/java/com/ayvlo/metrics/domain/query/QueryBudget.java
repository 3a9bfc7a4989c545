package com.ayvlo.metrics.domain.query;

import java.time.Duration;

/**
 * The most that one query may take; over it there is a refusal, never a cut answer.
 *
 * @param timeout how long it may run
 * @param maxRows windows times groups of an answer
 * @param maxGroups different groups of an answer
 */
public record QueryBudget(Duration timeout, int maxRows, int maxGroups) {
    /** The most result rows. */
    public static final int MAX_ROWS = 100_000;

    /** The most groups. */
    public static final int MAX_GROUPS = 10_000;

    /** The documented budget with this timeout. */
    public static QueryBudget of(Duration timeout) {
        return new QueryBudget(timeout, MAX_ROWS, MAX_GROUPS);
    }
}
