package com.ayvlo.metrics.domain.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;

class RetentionTest {
    private static final Instant NOW = Instant.parse("2025-03-30T01:59:59.999Z");

    @Test
    void cutsOffAtTheHourSoManyDaysAgo() {
        assertThat(Retention.ofDays(1).cutoff(NOW)).isEqualTo("2025-03-29T01:00:00Z");
        assertThat(Retention.DEFAULT.cutoff(NOW)).isEqualTo("2024-12-30T01:00:00Z");
    }

    @Test
    void doesNotMoveAnHourThatIsWhole() {
        assertThat(Retention.ofDays(1).cutoff(Instant.parse("2025-01-02T00:00:00Z")))
                .isEqualTo("2025-01-01T00:00:00Z");
    }

    @Test
    void floorsAlsoBefore1970() {
        assertThat(Retention.ofDays(1).cutoff(Instant.parse("1970-01-01T00:30:00Z")))
                .isEqualTo("1969-12-31T00:00:00Z");
    }

    @Test
    void neverCutsOffForEver() {
        assertThat(Retention.FOREVER.cutoff(NOW)).isEqualTo(Instant.MIN);
        assertThat(Retention.FOREVER.days()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 90, Retention.MAX_DAYS})
    void takesFromADayToACentury(long days) {
        assertThat(Retention.ofDays(days).days()).hasValue((int) days);
        assertThat(Retention.ofDays(days)).isEqualTo(Retention.ofDays(days));
        assertThat(Retention.ofDays(days)).isNotEqualTo(Retention.FOREVER);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Retention.MAX_DAYS + 1, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE})
    void refusesAnythingElse(long days) {
        InvalidValue refusal =
                catchThrowableOfType(InvalidValue.class, () -> Retention.ofDays(days));

        assertThat(refusal.reason()).isEqualTo(Reason.INVALID_RETENTION);
        assertThat(refusal.field()).isEqualTo("retention_days");
        assertThat(refusal.detail()).contains("36525", Long.toString(days));
    }
}
