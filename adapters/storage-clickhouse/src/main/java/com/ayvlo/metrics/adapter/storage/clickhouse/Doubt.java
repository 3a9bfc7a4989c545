package com.ayvlo.metrics.adapter.storage.clickhouse;

import com.ayvlo.metrics.domain.metric.MetricBatch;
import com.ayvlo.metrics.domain.query.RollupQuery;
import com.ayvlo.metrics.domain.query.TimeRange;
import com.ayvlo.metrics.domain.storage.Block;
import com.ayvlo.metrics.domain.storage.BlockToken;
import com.ayvlo.metrics.domain.storage.NodeId;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * The times of blocks that are being written, or whose writing failed: the server keeps metrics
 * first and then their rollups, so until such a block is written the rollups may lack it.
 *
 * <p>Safe for concurrent use.
 */
final class Doubt {
    private final Map<NodeId, TimeRange> open = new ConcurrentHashMap<>();

    void begins(Block block) {
        MetricBatch metrics = block.metrics();
        if (metrics.isEmpty()) {
            return;
        }
        long hour = RollupQuery.HOUR_MILLIS;
        long first =
                IntStream.range(0, metrics.size()).mapToLong(metrics::epochMillis).min().orElse(0);
        long last =
                IntStream.range(0, metrics.size()).mapToLong(metrics::epochMillis).max().orElse(0);
        open.put(
                block.token().node(),
                new TimeRange(
                        Instant.ofEpochMilli(first / hour * hour),
                        Instant.ofEpochMilli((last / hour + 1) * hour)));
    }

    void settled(BlockToken token) {
        open.remove(token.node());
    }

    /** Whole hours of which the rollups may not know everything. */
    List<TimeRange> hours() {
        return List.copyOf(open.values());
    }
}
