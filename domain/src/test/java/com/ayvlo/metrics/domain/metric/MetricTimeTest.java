package com.ayvlo.metrics.domain.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Reason;
import com.ayvlo.metrics.domain.tenant.Retention;

import org.junit.jupiter.api.Test;

import java.time.Instant;

class MetricTimeTest {
    private static final Instant NOW = Instant.parse("2025-01-15T10:30:00Z");

    @Test
    void isFromTheRetentionsCutOffToADayAhead() {
        MetricTime time = MetricTime.at(NOW, Retention.ofDays(2));

        accepts(time, "2025-01-13T10:00:00Z");
        refuses(time, "2025-01-13T09:59:59.999Z");
        accepts(time, "2025-01-16T10:30:00Z");
        refuses(time, "2025-01-16T10:30:00.001Z");
    }

    @Test
    void isNeverBefore1970() {
        for (Retention retention : new Retention[] {Retention.FOREVER, Retention.ofDays(36_525)}) {
            MetricTime time = MetricTime.at(NOW, retention);

            accepts(time, "1970-01-01T00:00:00Z");
            refuses(time, "1969-12-31T23:59:59.999Z");
        }
    }

    @Test
    void isNeverBehindWhatStoragesCanKeep() {
        MetricTime time = MetricTime.at(Instant.parse("2105-12-30T12:00:00Z"), Retention.FOREVER);

        accepts(time, "2105-12-30T23:59:59.999Z");
        refuses(time, "2105-12-31T00:00:00Z");
    }

    @Test
    void refusesTheMostDistantNumbersToo() {
        MetricTime time = MetricTime.at(NOW, Retention.FOREVER);

        assertThat(refusalOf(time, Long.MAX_VALUE).reason())
                .isEqualTo(Reason.TIMESTAMP_OUT_OF_RANGE);
        assertThat(refusalOf(time, Long.MIN_VALUE).reason())
                .isEqualTo(Reason.TIMESTAMP_OUT_OF_RANGE);
    }

    @Test
    void saysWhatWouldBeAccepted() {
        MetricTime time = MetricTime.at(NOW, Retention.ofDays(2));

        InvalidValue refusal = refusalOf(time, 0);

        assertThat(refusal.field()).isEqualTo("timestamp");
        assertThat(refusal.detail())
                .contains("2025-01-13T10:00:00Z", "2025-01-16T10:30:00Z", "1970-01-01T00:00:00Z");
    }

    private static void accepts(MetricTime time, String timestamp) {
        assertThatNoException()
                .isThrownBy(() -> time.check(Instant.parse(timestamp).toEpochMilli()));
    }

    private static void refuses(MetricTime time, String timestamp) {
        assertThat(refusalOf(time, Instant.parse(timestamp).toEpochMilli()).reason())
                .isEqualTo(Reason.TIMESTAMP_OUT_OF_RANGE);
    }

    private static InvalidValue refusalOf(MetricTime time, long epochMillis) {
        return catchThrowableOfType(InvalidValue.class, () -> time.check(epochMillis));
    }
}
