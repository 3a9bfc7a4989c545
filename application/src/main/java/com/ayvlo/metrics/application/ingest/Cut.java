package com.ayvlo.metrics.application.ingest;

import com.ayvlo.metrics.domain.storage.NodeId;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;

/**
 * Which metrics one block has. Written to the journal before the block's first attempt, so that
 * after a crash the same block is cut again: a storage recognises a block by its ends.
 */
record Cut(NodeId node, long first, long last, Instant createdAt) {
    private static final int LENGTH = 1 + 5 * Long.BYTES;

    int size() {
        return Math.toIntExact(last - first + 1);
    }

    ByteBuffer encode() {
        return ByteBuffer.allocate(LENGTH)
                .put((byte) RecordCodec.CUT)
                .putLong(node.value().getMostSignificantBits())
                .putLong(node.value().getLeastSignificantBits())
                .putLong(first)
                .putLong(last)
                .putLong(createdAt.toEpochMilli())
                .flip();
    }

    static Cut decode(ByteBuffer payload) {
        ByteBuffer from = payload.duplicate();
        from.get();
        return new Cut(
                new NodeId(new UUID(from.getLong(), from.getLong())),
                from.getLong(),
                from.getLong(),
                Instant.ofEpochMilli(from.getLong()));
    }
}
