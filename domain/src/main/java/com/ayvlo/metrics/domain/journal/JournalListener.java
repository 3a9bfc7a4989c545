package com.ayvlo.metrics.domain.journal;

/** Hears of records in the order of their sequence, one at a time. Must not block for long. */
@FunctionalInterface
public interface JournalListener {
    /** The record is durable. */
    void durable(JournalRecord record);
}
