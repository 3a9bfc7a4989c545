package com.ayvlo.metrics.domain.journal;

import java.time.Instant;
import java.util.Optional;

/** From when on metrics that other nodes have acknowledged may be missing in the storage. */
public sealed interface PeersComplete {
    /**
     * Every node that is there has said so.
     *
     * @param until the earliest timestamp that may be missing; empty if nothing is
     */
    record Known(Optional<Instant> until) implements PeersComplete {}

    /** Nobody could be asked, or not everybody has been heard of. */
    record Unknown() implements PeersComplete {}
}
