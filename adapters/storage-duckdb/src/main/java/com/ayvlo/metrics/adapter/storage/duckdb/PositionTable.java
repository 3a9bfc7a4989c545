package com.ayvlo.metrics.adapter.storage.duckdb;

import com.ayvlo.metrics.domain.storage.BlockToken;
import com.ayvlo.metrics.domain.storage.NodeId;
import com.ayvlo.metrics.domain.storage.StorageException;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The last block of every node, as committed. Safe for concurrent use by readers and one writer.
 */
final class PositionTable {
    private final Map<NodeId, Position> last = new ConcurrentHashMap<>();

    private final Map<NodeId, Long> secured = new ConcurrentHashMap<>();

    /** Where a node's last block ended, and the hash over it. */
    record Position(long last, long contentHigh, long contentLow) {}

    void put(NodeId node, Position position) {
        last.put(node, position);
    }

    boolean knows(NodeId node) {
        return last.containsKey(node);
    }

    /** The last position of this node; 0 if it has none. */
    long last(NodeId node) {
        Position position = last.get(node);
        return position == null ? 0 : position.last;
    }

    /** What is known now is in the file itself, and no log is needed to have it. */
    void secure() {
        last.forEach((node, position) -> secured.put(node, position.last));
    }

    /** The last position of this node that is in the file itself; 0 if none is. */
    long secured(NodeId node) {
        return secured.getOrDefault(node, 0L);
    }

    /**
     * Whether the block is here already.
     *
     * @throws StorageException.Unsupported if only a part of it is, or another block has taken its
     *     place: a block that was cut anew would lose or double metrics
     */
    boolean covers(BlockToken token) {
        Position position = last.get(token.node());
        if (position == null || token.first() > position.last) {
            return false;
        }
        boolean differs =
                token.last() == position.last
                        && (token.contentHigh() != position.contentHigh
                                || token.contentLow() != position.contentLow);
        if (token.last() > position.last || differs) {
            throw new StorageException.Unsupported(
                    "block %s was cut anew: this storage has other metrics up to %d"
                            .formatted(token, position.last));
        }
        return true;
    }
}
