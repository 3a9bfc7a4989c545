package com.ayvlo.metrics.domain.journal;

import com.ayvlo.metrics.domain.metric.MetricBatch;
import com.ayvlo.metrics.domain.storage.BlockToken;

/** Keeps metrics that a storage refuses for what they are, where a person can read them. */
@FunctionalInterface
public interface SetAside {
    /**
     * Keeps these metrics; returns when they are durable. Keeping those of a block again replaces
     * them.
     *
     * @param token of the block that they were in
     * @param why what the storage said
     * @throws JournalException.Stopped if they could not be kept
     */
    void keep(BlockToken token, MetricBatch metrics, String why);
}
