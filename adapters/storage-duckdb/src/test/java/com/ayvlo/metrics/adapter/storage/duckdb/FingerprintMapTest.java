package com.ayvlo.metrics.adapter.storage.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.tenant.TenantId;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

class FingerprintMapTest {
    @Test
    void findsWhatItHasHoweverMuchThatIs() {
        FingerprintMap map = new FingerprintMap();
        for (int i = 0; i < 100_000; i++) {
            map.put(fingerprint(i), i);
        }

        assertThat(IntStream.range(0, 100_000))
                .as("found under its fingerprint")
                .allMatch(i -> map.get(fingerprint(i)) == i);
        assertThat(map.get(new Fingerprint(-1, 0))).isEqualTo(FingerprintMap.ABSENT);
        assertThat(map.size()).isEqualTo(100_000);
    }

    @Test
    void fingerprintsTellTenantNameAndDimensionsApart() {
        Fingerprint.Taker taker = new Fingerprint.Taker();
        TenantId tenant = new TenantId(new UUID(1, 2));
        Dimensions none = Dimensions.NONE;
        Fingerprint first = taker.take(tenant, new MetricName("ab"), none);

        assertThat(taker.take(tenant, new MetricName("ab"), none)).isEqualTo(first);
        assertThat(taker.take(new TenantId(new UUID(2, 1)), new MetricName("ab"), none))
                .isNotEqualTo(first);
        assertThat(taker.take(tenant, new MetricName("a"), none)).isNotEqualTo(first);
        assertThat(taker.take(tenant, new MetricName("a"), Dimensions.of(Map.of("b", "c"))))
                .isNotEqualTo(
                        taker.take(tenant, new MetricName("a"), Dimensions.of(Map.of("c", "b"))));
    }

    /** Spread like a hash, and pairs of them differ in one half only. */
    private static Fingerprint fingerprint(int i) {
        return new Fingerprint(i % 2, (i / 2) * 0x9E3779B97F4A7C15L);
    }
}
