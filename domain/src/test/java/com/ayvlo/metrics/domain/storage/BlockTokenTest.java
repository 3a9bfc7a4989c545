package com.ayvlo.metrics.domain.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.ayvlo.metrics.domain.metric.MetricBatch;

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
    void hasAsManyPositionsAsItsBlockHasMetrics() {
        BlockToken one = new BlockToken(NODE, 7, 7, 0, 0);
        BlockToken all = new BlockToken(NODE, 1, Long.MAX_VALUE, 0, 0);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Block(one, Instant.EPOCH, MetricBatch.EMPTY));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Block(all, Instant.EPOCH, MetricBatch.EMPTY));
    }
}
