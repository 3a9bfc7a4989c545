package com.ayvlo.metrics.testkit;

import com.ayvlo.metrics.domain.metric.MetricBatch;
import com.ayvlo.metrics.domain.storage.Block;
import com.ayvlo.metrics.domain.storage.BlockToken;
import com.ayvlo.metrics.domain.storage.NodeId;

import java.time.Instant;
import java.util.UUID;

/** The blocks that one node cuts, one behind the other. Not safe for concurrent use. */
public final class Blocks {
    /** When every block is cut. */
    public static final Instant CREATED_AT = Instant.parse("2025-06-01T12:00:00Z");

    private static final long HIGH_FACTOR = 0x9E3779B97F4A7C15L;
    private static final long LOW_FACTOR = 0xC2B2AE3D27D4EB4FL;

    private final NodeId node;
    private long last;

    private Blocks(NodeId node, long last) {
        this.node = node;
        this.last = last;
    }

    /** Blocks of a node that no other test has. */
    public static Blocks ofNewNode() {
        return of(new NodeId(UUID.randomUUID()));
    }

    /** Blocks of this node, from its first position on. */
    public static Blocks of(NodeId node) {
        return after(node, 0);
    }

    /** Blocks of this node, behind this position. */
    public static Blocks after(NodeId node, long position) {
        return new Blocks(node, position);
    }

    /** Whose blocks these are. */
    public NodeId node() {
        return node;
    }

    /** The last position of the last block; the start position if there is none yet. */
    public long last() {
        return last;
    }

    /** The next block, of these metrics. */
    public Block next(TestMetric... metrics) {
        return next(TestMetrics.batch(metrics));
    }

    /** The next block, of these metrics. */
    public Block next(MetricBatch metrics) {
        long first = last + 1;
        last += metrics.size();
        BlockToken token =
                new BlockToken(
                        node, first, last, hash(metrics, HIGH_FACTOR), hash(metrics, LOW_FACTOR));
        return new Block(token, CREATED_AT, metrics);
    }

    private static long hash(MetricBatch metrics, long factor) {
        long hash = factor;
        for (int i = 0; i < metrics.size(); i++) {
            hash = hash * factor + metrics.series(i).hashCode();
            hash = hash * factor + metrics.epochMillis(i);
            hash = hash * factor + Double.doubleToLongBits(metrics.value(i));
            hash = hash * factor + metrics.metadata(i).hashCode();
        }
        return hash;
    }
}
