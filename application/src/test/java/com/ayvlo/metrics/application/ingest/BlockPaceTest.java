package com.ayvlo.metrics.application.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

class BlockPaceTest {
    @ParameterizedTest
    @CsvSource({
        // metrics, asked, ms since the last block, ms the oldest waits, ms left
        "1000, false, 400, 100, 600",
        "1000, false, 1000, 100, 0",
        "999, false, 1000, 100, 4900",
        "999, false, 9000, 5000, 0",
        "999, false, 200, 5000, 800",
        "1, true, 100, 10, 150",
        "1, true, 250, 10, 0",
        "1000, true, 100, 10, 150",
    })
    void aRemoteStoreGetsFewBlocks(
            long metrics, boolean asked, long since, long oldest, long left) {
        BlockPace pace = BlockPace.remote(1000, Duration.ofSeconds(5));

        assertThat(pace.left(metrics, asked, Duration.ofMillis(since), Duration.ofMillis(oldest)))
                .isEqualTo(Duration.ofMillis(left));
    }

    @ParameterizedTest
    @CsvSource({"1, false, 0, 0, 200", "1, false, 150, 150, 50", "1, true, 0, 0, 0"})
    void aLocalStoreGetsWhateverThereIs(
            long metrics, boolean asked, long since, long oldest, long left) {
        assertThat(
                        BlockPace.LOCAL.left(
                                metrics,
                                asked,
                                Duration.ofMillis(since),
                                Duration.ofMillis(oldest)))
                .isEqualTo(Duration.ofMillis(left));
    }

    @Test
    void nothingWaitsShorterThanTheDistance() {
        assertThatThrownBy(() -> BlockPace.remote(1000, Duration.ofMillis(999)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
