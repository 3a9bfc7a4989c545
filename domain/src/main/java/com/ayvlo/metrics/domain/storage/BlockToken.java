package com.ayvlo.metrics.domain.storage;

/**
 * Recognises a block that is written again. A node numbers the metrics it has accepted; the numbers
 * are the positions, counted from 1.
 *
 * @param node which node accepted the metrics
 * @param first position of the block's first metric
 * @param last position of its last one
 * @param contentHigh upper half of a 128-bit hash over the metrics from first to last
 * @param contentLow lower half
 */
public record BlockToken(NodeId node, long first, long last, long contentHigh, long contentLow) {
    /** A token. */
    public BlockToken {
        if (first < 1 || last < first) {
            throw new IllegalArgumentException(
                    "positions start at 1 and ascend: " + first + ".." + last);
        }
    }

    /** One text for this token: no two different blocks have the same. */
    @Override
    public String toString() {
        return "%s:%d-%d:%016x%016x".formatted(node, first, last, contentHigh, contentLow);
    }
}
