package com.ayvlo.metrics.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class LatenciesTest {
    @Test
    void percentilesAreByNearestRank() {
        Latencies odd = new Latencies();
        Latencies even = new Latencies();
        for (int millis = 100; millis >= 1; millis--) {
            (millis % 2 == 0 ? even : odd).add(millis * 1_000_000L);
        }
        Latencies all = Latencies.join(List.of(odd, even));
        assertThat(all.millis(0.5)).isEqualTo(50);
        assertThat(all.millis(0.99)).isEqualTo(99);
        assertThat(all.millis(1)).isEqualTo(100);
        assertThat(new Latencies().millis(0.5)).isNaN();
    }
}
