package com.ayvlo.metrics.adapter.storage.duckdb;

import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.metric.Metadata;
import com.ayvlo.metrics.domain.metric.MetricBatch;
import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.metric.Series;
import com.ayvlo.metrics.domain.storage.Block;
import com.ayvlo.metrics.domain.storage.BlockToken;
import com.ayvlo.metrics.domain.storage.NodeId;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;

/** A process that writes blocks from a position on and says which it has written, until killed. */
final class CrashingWriter {
    static final TenantId TENANT = new TenantId(new UUID(7, 8));
    static final NodeId NODE = new NodeId(new UUID(5, 6));
    static final int BLOCK_SIZE = 700;

    private CrashingWriter() {}

    /**
     * Takes the directory; writes {@code open <position>} and then the last position of each block.
     */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) {
        DuckDbStorage storage =
                DuckDbStorage.open(
                        DuckDbConfig.defaults(Path.of(arguments[0])), InstantSource.system());
        long last = storage.writer().lastApplied(NODE);
        System.out.println("open " + last);
        while (true) {
            storage.writer().write(block(last + 1));
            last += BLOCK_SIZE;
            System.out.println(last);
        }
    }

    /** The block that starts at this position: always the same, with a new series or two. */
    static Block block(long first) {
        MetricBatch.Builder metrics = new MetricBatch.Builder();
        int number = Math.toIntExact(first / BLOCK_SIZE);
        for (int i = 0; i < BLOCK_SIZE; i++) {
            int id = number + i % 2;
            metrics.add(
                    new Series(
                            id,
                            TENANT,
                            new MetricName("m" + id % 10),
                            Dimensions.of(Map.of("id", "series " + id))),
                    first + i,
                    1,
                    Metadata.NONE);
        }
        return new Block(
                new BlockToken(NODE, first, first + BLOCK_SIZE - 1, first, 0),
                Instant.EPOCH,
                metrics.build());
    }
}
