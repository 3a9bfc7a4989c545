package com.ayvlo.metrics.adapter.idempotency.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.journal.RequestKey;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.LongFunction;

class IndexTest {
    private static final int KEYS = 50_000;

    /** Keys that are hashes, and keys that nobody would call so. */
    enum Keys {
        RANDOM(
                n -> {
                    Random random = new Random(n);
                    return new RequestKey(random.nextLong(), random.nextLong());
                }),
        LOW(n -> new RequestKey(0, n)),
        HIGH(n -> new RequestKey(n, 0)),
        OPPOSITE(n -> new RequestKey(n, -n)),
        TOP_BITS(n -> new RequestKey(n << 40, 1));

        private final LongFunction<RequestKey> key;

        Keys(LongFunction<RequestKey> key) {
            this.key = key;
        }
    }

    @ParameterizedTest
    @EnumSource
    void findsWhatWasPutAndNothingElse(Keys keys) {
        Map<RequestKey, Long> expected = new HashMap<>();
        try (Index index = new Index()) {
            for (long n = 1; n <= KEYS; n++) {
                RequestKey key = keys.key.apply(n);
                assertThat(index.find(key)).isZero();
                index.put(key, Long.MAX_VALUE - n);
                expected.put(key, Long.MAX_VALUE - n);
            }
            expected.forEach((key, place) -> assertThat(index.find(key)).isEqualTo(place));
            for (long n = KEYS + 1; n <= 2 * KEYS; n++) {
                assertThat(index.find(keys.key.apply(n))).isZero();
            }
            assertThat(index.bytes()).isLessThan(64L * KEYS);
        }
    }
}
