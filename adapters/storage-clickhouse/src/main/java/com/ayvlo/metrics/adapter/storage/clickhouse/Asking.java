package com.ayvlo.metrics.adapter.storage.clickhouse;

import com.ayvlo.metrics.domain.query.QueryBudget;
import com.ayvlo.metrics.domain.storage.StorageException;

import java.time.Duration;

/** The questions that one query takes, within the time that all of them have together. */
final class Asking {
    private final ClickHouseSession session;
    private final long endNanos;

    Asking(ClickHouseSession session, QueryBudget budget) {
        this.session = session;
        this.endNanos = System.nanoTime() + budget.timeout().toNanos();
    }

    /**
     * Asks a question.
     *
     * @throws StorageException.TimedOut if the time is over
     */
    void select(Sql sql, Rows.Reader rows) {
        long rest = endNanos - System.nanoTime();
        if (rest <= 0) {
            throw new StorageException.TimedOut("the query was out of time");
        }
        session.select(sql, Duration.ofNanos(rest), rows);
    }
}
