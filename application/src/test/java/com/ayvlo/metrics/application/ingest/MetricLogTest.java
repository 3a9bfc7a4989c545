package com.ayvlo.metrics.application.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.query.TimeRange;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.testkit.TestMetric;
import com.ayvlo.metrics.testkit.TestMetrics;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

@Timeout(60)
final class MetricLogTest {
    private final TenantId tenant = TestMetrics.freshTenant();
    private final MetricName name = new MetricName("m");
    private final TestLog log = TestLog.open();

    @AfterEach
    void close() {
        log.close();
    }

    private List<TestMetric> metrics(int first, int count) {
        return Metrics.numbered(tenant, "m", first, count);
    }

    private Duration settling(TenantId asking, MetricName of, TimeRange range, Duration atMost) {
        long startedNanos = System.nanoTime();
        log.log().settle(asking, of, range, atMost);
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    @Test
    void a_question_that_is_about_nothing_unstored_does_not_wait() throws Exception {
        log.store.shut();
        log.append(metrics(1, 10));
        log.store.awaitWrite();
        TimeRange later = new TimeRange(TestMetric.START.plusSeconds(100), TimeRange.ALL.to());

        Duration longest = Duration.ofMinutes(10);
        assertThat(settling(TestMetrics.freshTenant(), name, TimeRange.ALL, longest))
                .isLessThan(longest);
        assertThat(settling(tenant, new MetricName("n"), TimeRange.ALL, longest))
                .isLessThan(longest);
        assertThat(settling(tenant, name, later, longest)).isLessThan(longest);
    }

    @Test
    void a_question_waits_for_what_was_acknowledged_before_it() throws Exception {
        log.store.shut();
        log.append(metrics(1, 10));
        log.store.awaitWrite();
        log.append(metrics(11, 10));
        CompletableFuture<List<Double>> answer =
                CompletableFuture.supplyAsync(
                        () -> {
                            log.log().settle(tenant, name, TimeRange.ALL, TestLog.LONG);
                            return log.values(TestMetric.of(tenant, "m"));
                        });
        assertThat(log.log().completeness(tenant).until())
                .contains(TestMetric.START.plusSeconds(1));
        log.store.open();

        assertThat(answer.join()).hasSize(20);
        assertThat(log.log().completeness(tenant).until()).isEmpty();
    }

    @Test
    void a_question_waits_no_longer_than_it_may() throws Exception {
        log.store.shut();
        log.append(metrics(1, 10));

        assertThat(settling(tenant, name, TimeRange.ALL, Duration.ofMillis(20)))
                .isBetween(Duration.ofMillis(20), Duration.ofSeconds(20));
        assertThat(log.log().completeness(tenant).until())
                .contains(TestMetric.START.plusSeconds(1));
        assertThat(log.log().completeness(TestMetrics.freshTenant()).until()).isEmpty();
    }

    @Test
    void an_interrupted_wait_ends_and_the_thread_stays_interrupted() {
        log.store.shut();
        long position = log.append(metrics(1, 1));
        Thread.currentThread().interrupt();

        assertThat(log.log().awaitStored(position, TestLog.LONG)).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void the_age_of_the_oldest_and_the_number_of_unstored_metrics_are_told() throws Exception {
        log.store.shut();
        log.append(metrics(1, 10));
        log.store.awaitWrite();
        log.append(metrics(11, 5));

        assertThat(log.log().unstored()).isEqualTo(15);
        Duration before = log.log().oldestWait();
        assertThat(before).isPositive();
        assertThat(log.log().oldestWait()).isGreaterThan(before);
        assertThat(log.log().recovery().records()).isZero();
    }
}
