package com.ayvlo.metrics.domain.storage;

import com.ayvlo.metrics.domain.metric.MetricBatch;

import java.time.Instant;

/**
 * Metrics that are stored together or not at all. Decided once: when it is written again, it has
 * the same metrics in the same order under the same token.
 *
 * @param token recognises the block
 * @param createdAt when it was cut
 * @param metrics of any tenants, as many as the token has positions, or fewer if some were set
 *     aside
 */
public record Block(BlockToken token, Instant createdAt, MetricBatch metrics) {
    /** The most metrics of one block: a row group of DuckDB. */
    public static final int MAX_METRICS = 122_880;

    /** A block. */
    public Block {
        if (token.last() - token.first() < metrics.size() - 1) {
            throw new IllegalArgumentException(
                    "%d metrics are more than the positions of %s"
                            .formatted(metrics.size(), token));
        }
    }
}
