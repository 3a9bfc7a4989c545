package com.ayvlo.metrics.application.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.journal.JournalRecord;
import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.query.TimeRange;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.testkit.MutableClock;
import com.ayvlo.metrics.testkit.TestMetric;
import com.ayvlo.metrics.testkit.TestMetrics;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.time.Instant;

@Timeout(60)
final class BacklogAnswersTest {
    private final TenantId tenant = TestMetrics.freshTenant();
    private final TenantId other = TestMetrics.freshTenant();
    private final MetricName name = new MetricName("m");
    private final TestBacklog test = new TestBacklog();
    private final MutableClock clock = test.clock;
    private final Backlog backlog = test.backlog;

    private JournalRecord append(TenantId of, int first, int count) {
        return test.append(of, first, count);
    }

    private Instant time(int number) {
        return TestMetric.START.plusSeconds(number);
    }

    @Test
    void the_earliest_time_covers_metrics_being_written_waiting_and_noted() {
        assertThat(backlog.earliest(tenant)).isEmpty();
        append(other, 1, 1);
        append(tenant, 50, 60);
        append(tenant, 40, 60);
        append(tenant, 30, 1);
        backlog.take(1, 1);
        assertThat(backlog.earliest(other)).contains(time(1));
        assertThat(backlog.earliest(tenant)).contains(time(30));
        backlog.stored();
        assertThat(backlog.earliest(other)).isEmpty();
        while (backlog.metrics() > 0) {
            backlog.take(1, 1);
            assertThat(backlog.earliest(tenant)).isPresent();
            backlog.stored();
        }
        assertThat(backlog.earliest(tenant)).isEmpty();
    }

    private TimeRange range(Instant from, Instant to) {
        return new TimeRange(from, to);
    }

    @Test
    void a_question_is_about_unstored_metrics_of_its_tenant_name_and_range_only() {
        append(tenant, 10, 5);
        append(other, 1, 5);
        assertThat(backlog.lastSeenBy(tenant, name, TimeRange.ALL)).isEqualTo(5);
        assertThat(backlog.lastSeenBy(tenant, new MetricName("n"), TimeRange.ALL)).isZero();
        assertThat(backlog.lastSeenBy(TestMetrics.freshTenant(), name, TimeRange.ALL)).isZero();
        assertThat(backlog.lastSeenBy(tenant, name, range(time(14), time(15)))).isEqualTo(5);
        assertThat(backlog.lastSeenBy(tenant, name, range(time(9), time(10)))).isZero();
        assertThat(backlog.lastSeenBy(tenant, name, range(time(15), time(99)))).isZero();
        assertThat(backlog.lastSeenBy(tenant, name, TimeRange.NONE)).isZero();
        assertThat(backlog.last(other)).isEqualTo(10);
        backlog.take(1, 5);
        assertThat(backlog.lastSeenBy(tenant, name, TimeRange.ALL)).isEqualTo(5);
        backlog.stored();
        assertThat(backlog.lastSeenBy(tenant, name, TimeRange.ALL)).isZero();
        assertThat(backlog.last(tenant)).isZero();
    }

    @Test
    void a_question_counts_every_noted_record_of_its_tenant() {
        append(tenant, 1, 100);
        append(tenant, 101, 5);
        append(other, 106, 5);

        assertThat(backlog.lastSeenBy(tenant, name, TimeRange.ALL)).isEqualTo(105);
        assertThat(backlog.last(other)).isEqualTo(110);
        assertThat(backlog.last(TestMetrics.freshTenant())).isZero();
    }

    @Test
    void waiting_for_a_position_ends_when_it_is_stored_or_the_time_is_over() throws Exception {
        append(tenant, 1, 5);
        assertThat(backlog.awaitStored(0, Duration.ZERO)).isTrue();
        assertThat(backlog.awaitStored(1, Duration.ofMillis(5))).isFalse();
        backlog.take(1, 5);
        assertThat(backlog.awaitStored(1, Duration.ZERO)).isFalse();
        backlog.stored();
        assertThat(backlog.awaitStored(5, Duration.ZERO)).isTrue();
        assertThat(backlog.awaitStored(6, Duration.ZERO)).isFalse();
    }

    @Test
    void the_oldest_wait_is_that_of_the_first_metric_that_is_not_stored() {
        assertThat(backlog.oldestWait()).isZero();
        append(tenant, 1, 100);
        clock.advance(Duration.ofSeconds(5));
        append(tenant, 101, 5);
        clock.advance(Duration.ofSeconds(2));
        assertThat(backlog.oldestWait()).hasSeconds(7);
        backlog.take(1, 100);
        assertThat(backlog.oldestWait()).hasSeconds(7);
        backlog.stored();
        assertThat(backlog.oldestWait()).hasSeconds(2);
        backlog.take(1, 100);
        assertThat(backlog.oldestWait()).hasSeconds(2);
        backlog.stored();
        assertThat(backlog.oldestWait()).isZero();
    }

    @Test
    void a_clock_that_is_set_back_makes_no_negative_wait() {
        append(tenant, 1, 1);
        clock.advance(Duration.ofHours(-1));
        assertThat(backlog.oldestWait()).isZero();
    }
}
