package com.ayvlo.metrics.application.query;

import java.time.Instant;
import java.util.Optional;

/**
 * What an aggregated answer rests on.
 *
 * @param source which data was read
 * @param rows how many metrics are in the answer
 * @param completeUntil the earliest timestamp of this tenant's metrics that were acknowledged and
 *     are not in the store yet; empty if all are
 * @param scope whose acknowledgements {@code completeUntil} knows of
 */
public record Basis(Source source, long rows, Optional<Instant> completeUntil, Scope scope) {
    /** Which data was read. */
    public enum Source {
        /** The metrics themselves. */
        RAW,
        /** Numbers that had been computed ahead. */
        ROLLUP,
        /** Both, each for a part of the range. */
        MIXED
    }

    /** Whose acknowledgements are known. */
    public enum Scope {
        /** Those of the node that answered. */
        NODE,
        /** Those of all nodes that share the storage. */
        ALL
    }
}
