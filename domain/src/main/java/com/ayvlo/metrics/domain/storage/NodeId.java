package com.ayvlo.metrics.domain.storage;

import java.util.Objects;
import java.util.UUID;

/** Names a node of the service for as long as its data directory lives. */
public record NodeId(UUID value) {
    /** A node id of this value. */
    public NodeId {
        Objects.requireNonNull(value);
    }

    /** An id that no other node has. */
    public static NodeId random() {
        return new NodeId(UUID.randomUUID());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
