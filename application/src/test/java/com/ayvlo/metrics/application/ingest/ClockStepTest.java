package com.ayvlo.metrics.application.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.testkit.TestMetric;
import com.ayvlo.metrics.testkit.TestMetrics;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;

/** The clock is set while metrics wait. */
@Timeout(60)
final class ClockStepTest {
    private static final Duration LONGEST = Duration.ofMillis(300);
    private static final BlockPace PACE =
            new BlockPace(1000, Duration.ZERO, Duration.ZERO, LONGEST);
    private static final BatcherConfig CONFIG =
            new BatcherConfig(1000, 100, PACE, TestLog.PAUSE, TestLog.PAUSE);

    @ParameterizedTest
    @ValueSource(longs = {-48, 48})
    void metrics_wait_neither_longer_nor_shorter(long hours) throws Exception {
        try (TestLog log = TestLog.open(CONFIG)) {
            long startNanos = System.nanoTime();
            log.append(List.of(TestMetric.of(TestMetrics.freshTenant(), "m")));
            log.clock.advance(Duration.ofHours(hours));
            assertThat(log.log().oldestWait()).isLessThan(Duration.ofMinutes(1));

            log.heard.awaitStored(1);

            assertThat(Duration.ofNanos(System.nanoTime() - startNanos))
                    .isGreaterThanOrEqualTo(LONGEST);
        }
    }
}
