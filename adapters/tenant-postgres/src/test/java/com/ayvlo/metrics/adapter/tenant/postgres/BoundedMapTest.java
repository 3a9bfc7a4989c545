package com.ayvlo.metrics.adapter.tenant.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BoundedMapTest {
    private final BoundedMap<Integer, Integer> map = new BoundedMap<>(100);

    @Test
    void neverHoldsMoreThanItMay() {
        for (int i = 0; i < 10_000; i++) {
            map.put(i, i, Integer::max);
            assertThat(map.size()).isLessThanOrEqualTo(100);
            assertThat(map.get(i)).contains(i);
        }
    }

    @Test
    void forgetsFirstWhatNobodyAsksFor() {
        for (int i = 0; i < 10_000; i++) {
            map.put(i, i, Integer::max);
            for (int often = 0; often < 10; often++) {
                map.get(often);
            }
        }
        for (int often = 0; often < 10; often++) {
            assertThat(map.get(often)).contains(often);
        }
    }

    @Test
    void changesOnlyWhatIsThere() {
        map.put(1, 5, Integer::max);
        map.put(1, 4, Integer::max);
        map.change(1, 7, Integer::max);
        map.change(2, 7, Integer::max);

        assertThat(map.get(1)).contains(7);
        assertThat(map.get(2)).isEmpty();
        map.remove(1);
        assertThat(map.size()).isZero();
    }
}
