package com.ayvlo.metrics.application.ingest;

import com.ayvlo.metrics.domain.storage.Block;

import java.time.Duration;

/**
 * Bounds of the way from the journal to the storage.
 *
 * @param maxBacklog the most metrics that wait for the storage in memory, fewer if they have much
 *     metadata; more wait in the journal
 * @param maxBlock the most metrics of a block
 * @param pace when a block leaves that is not full
 * @param firstPause how long to wait after a first failure of the storage, about
 * @param longestPause how long at most
 */
public record BatcherConfig(
        int maxBacklog, int maxBlock, BlockPace pace, Duration firstPause, Duration longestPause) {
    /** Half a million may wait: enough for the full speed of a store, and small in memory. */
    public static BatcherConfig at(BlockPace pace) {
        return new BatcherConfig(
                500_000, Block.MAX_METRICS, pace, Duration.ofMillis(100), Duration.ofSeconds(5));
    }

    /** Bounds. */
    public BatcherConfig {
        if (maxBacklog < 1 || maxBlock < 1 || maxBlock > Block.MAX_METRICS) {
            throw new IllegalArgumentException("bounds of the batcher");
        }
        if (firstPause.toMillis() < 1 || longestPause.compareTo(firstPause) < 0) {
            throw new IllegalArgumentException("pauses of the batcher");
        }
    }

    Duration after(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(longestPause) < 0 ? doubled : longestPause;
    }
}
