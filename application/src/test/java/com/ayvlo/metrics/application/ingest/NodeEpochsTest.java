package com.ayvlo.metrics.application.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.storage.NodeId;

import org.junit.jupiter.api.Test;

import java.util.List;

class NodeEpochsTest {
    private static final NodeId NODE = NodeId.random();

    @Test
    void a_node_and_its_copy_end_a_block_where_they_were_started() {
        NodeEpochs node = epochs(false);
        NodeEpochs copy = epochs(true);

        node.goOnFrom(21, false);
        copy.goOnFrom(21, false);

        assertThat(node.changesAt(21)).isTrue();
        assertThat(copy.changesAt(21)).isTrue();
        assertThat(node.changesAt(20) || node.changesAt(22)).isFalse();
        assertThat(node.at(20)).isEqualTo(NODE).isEqualTo(copy.at(20));
        assertThat(node.at(21)).isEqualTo(NODE).isNotEqualTo(copy.at(21));
    }

    private static NodeEpochs epochs(boolean moved) {
        return new NodeEpochs(List.of(new NodeEpochs.Epoch(NODE, 1)), moved, _ -> {});
    }
}
