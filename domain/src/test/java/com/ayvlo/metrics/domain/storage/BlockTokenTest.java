package com.ayvlo.metrics.domain.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.metric.Metadata;
import com.ayvlo.metrics.domain.metric.MetricBatch;
import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.metric.Series;
import com.ayvlo.metrics.domain.tenant.TenantId;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

class BlockTokenTest {
    private static final NodeId NODE = new NodeId(new UUID(0x1L, 0x8000_0000_0000_0002L));

    @Test
    void printsAllThatTellsBlocksApart() {
        assertThat(new BlockToken(NODE, 1, 12, 0xabL, -1L))
                .hasToString(
                        "00000000-0000-0001-8000-000000000002"
                                + ":1-12:00000000000000abffffffffffffffff");
    }

    @Test
    void printsDifferentTextForDifferentBlocks() {
        NodeId other = new NodeId(new UUID(0x1L, 0x2L));
        List<BlockToken> tokens =
                List.of(
                        new BlockToken(NODE, 1, 11, 0, 1),
                        new BlockToken(other, 1, 11, 0, 1),
                        new BlockToken(NODE, 1, 1, 0, 1),
                        new BlockToken(NODE, 11, 11, 0, 1),
                        new BlockToken(NODE, 1, 11, 1, 0),
                        new BlockToken(NODE, 1, 11, 0x10, 0),
                        new BlockToken(NODE, 1, 11, 0, 0x10));

        assertThat(tokens).extracting(BlockToken::toString).doesNotHaveDuplicates();
    }

    @Test
    void hasPositionsThatStartAtOneAndAscend() {
        assertThat(new BlockToken(NODE, 1, 1, 0, 0).last()).isEqualTo(1);
        assertThatIllegalArgumentException().isThrownBy(() -> new BlockToken(NODE, 0, 1, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new BlockToken(NODE, 2, 1, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new BlockToken(NODE, -2, -1, 0, 0));
    }

    @Test
    void hasAPositionForEveryMetricOfItsBlock() {
        BlockToken one = new BlockToken(NODE, 7, 7, 0, 0);
        MetricBatch two = batch(2);

        assertThat(new Block(one, Instant.EPOCH, batch(1)).metrics().size()).isEqualTo(1);
        assertThat(new Block(one, Instant.EPOCH, MetricBatch.EMPTY).metrics().isEmpty()).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> new Block(one, Instant.EPOCH, two));
    }

    private static MetricBatch batch(int size) {
        Series series =
                new Series(
                        0,
                        new TenantId(new UUID(0, 1)),
                        new MetricName("revenue"),
                        Dimensions.NONE);
        MetricBatch.Builder batch = new MetricBatch.Builder();
        for (int i = 0; i < size; i++) {
            batch.add(series, i, i, Metadata.NONE);
        }
        return batch.build();
    }
}
