package com.ayvlo.metrics.application.ingest;

import java.time.Instant;

/**
 * A record on its way from the journal to the storage.
 *
 * @param lastPosition position of its last metric
 * @param since when it was added
 * @param metrics those of its metrics that are not stored yet; its last ones, at least one
 */
record Waiting(long lastPosition, Instant since, Unstored metrics) {
    int size() {
        return metrics.batch().size();
    }

    long firstPosition() {
        return lastPosition - size() + 1;
    }

    /** The part behind this position, which is inside. */
    Waiting behind(long position) {
        int from = Math.toIntExact(position - firstPosition() + 1);
        return new Waiting(lastPosition, since, Unstored.of(metrics.batch().slice(from, size())));
    }
}
