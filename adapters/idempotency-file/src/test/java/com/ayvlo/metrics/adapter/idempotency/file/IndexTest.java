package com.ayvlo.metrics.adapter.idempotency.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.journal.RequestKey;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.HashMap;
import java.util.Map;

class IndexTest {
    private static final int KEYS = 50_000;

    /** Keys that are hashes, and keys that nobody would call so. */
    enum Keys {
        RANDOM,
        LOW,
        HIGH,
        OPPOSITE,
        TOP_BITS;

        RequestKey key(long n) {
            return switch (this) {
                case RANDOM -> Node.key(n);
                case LOW -> new RequestKey(0, n);
                case HIGH -> new RequestKey(n, 0);
                case OPPOSITE -> new RequestKey(n, -n);
                case TOP_BITS -> new RequestKey(n << 40, 1);
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void findsWhatWasPutAndNothingElse(Keys keys) {
        Map<RequestKey, Long> expected = new HashMap<>();
        try (Index index = new Index()) {
            for (long n = 1; n <= KEYS; n++) {
                RequestKey key = keys.key(n);
                assertThat(index.find(key)).isZero();
                index.put(key, Long.MAX_VALUE - n);
                expected.put(key, Long.MAX_VALUE - n);
            }
            expected.forEach((key, place) -> assertThat(index.find(key)).isEqualTo(place));
            for (long n = KEYS + 1; n <= 2 * KEYS; n++) {
                assertThat(index.find(keys.key(n))).isZero();
            }
            assertThat(index.bytes()).isLessThan(64L * KEYS);
        }
    }
}
