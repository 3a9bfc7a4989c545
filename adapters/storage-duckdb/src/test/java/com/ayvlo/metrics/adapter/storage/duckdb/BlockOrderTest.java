package com.ayvlo.metrics.adapter.storage.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BlockOrderTest {
    @Test
    void putsEqualNamesTogetherAndKeepsTheirOrder() {
        assertThat(BlockOrder.byName(new int[] {5, 3, 5, 4, 3})).containsExactly(1, 4, 3, 0, 2);
    }

    @Test
    void doesTheSameForFewOfManyNames() {
        assertThat(BlockOrder.byName(new int[] {2_000_000_000, 3, 2_000_000_000, 4, 3}))
                .containsExactly(1, 4, 3, 0, 2);
    }

    @Test
    void takesOneOrNone() {
        assertThat(BlockOrder.byName(new int[] {})).isEmpty();
        assertThat(BlockOrder.byName(new int[] {7})).containsExactly(0);
    }
}
