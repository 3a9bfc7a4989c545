package com.ayvlo.metrics.testkit;

import com.ayvlo.metrics.domain.query.QueryBudget;
import com.ayvlo.metrics.domain.storage.StorageException;

/** When a query has to stop. */
record Deadline(long endNanos) {
    static Deadline of(QueryBudget budget) {
        return new Deadline(System.nanoTime() + budget.timeout().toNanos());
    }

    void check() {
        if (System.nanoTime() - endNanos > 0 || Thread.currentThread().isInterrupted()) {
            throw new StorageException.TimedOut("the query was stopped");
        }
    }
}
