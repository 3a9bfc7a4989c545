package com.ayvlo.metrics.adapter.idempotency.file;

import com.ayvlo.metrics.domain.journal.JournalException;

import org.jspecify.annotations.Nullable;

/**
 * Why no answer is taken any more.
 *
 * @param cause what went wrong; none if it was closed
 */
record Failure(String why, @Nullable Throwable cause) {
    static final Failure CLOSED = new Failure("the keyed answers are closed", null);

    /** A new exception, with the stack of whoever is told. */
    JournalException.Stopped exception() {
        return cause == null
                ? new JournalException.Stopped(why)
                : new JournalException.Stopped(why, cause);
    }
}
