package com.ayvlo.metrics.application.ingest;

import com.ayvlo.metrics.domain.storage.Block;

import java.time.Duration;

/**
 * Bounds of the batcher.
 *
 * @param maxBacklog the most metrics that may wait for the store
 * @param maxBlock the most metrics of a block
 * @param attempts how often a block whose fate is unknown is written, at least 1
 * @param retryDelay how long to wait before it is written again
 */
public record BatcherConfig(int maxBacklog, int maxBlock, int attempts, Duration retryDelay) {
    /** Half a million may wait: enough for the full speed of a store, and small in memory. */
    public static BatcherConfig defaults() {
        return new BatcherConfig(500_000, Block.MAX_METRICS, 3, Duration.ofMillis(200));
    }

    /** Bounds. */
    public BatcherConfig {
        if (maxBacklog < 1 || maxBlock < 1 || maxBlock > Block.MAX_METRICS || attempts < 1) {
            throw new IllegalArgumentException("bounds of the batcher");
        }
    }
}
