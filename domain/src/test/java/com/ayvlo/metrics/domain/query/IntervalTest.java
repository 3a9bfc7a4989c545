package com.ayvlo.metrics.domain.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Reason;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;

class IntervalTest {
    @Test
    void hasTheNamesOfTheApi() {
        assertThat(Arrays.stream(Interval.values()).map(Interval::wireName))
                .containsExactly(
                        "1m", "5m", "10m", "15m", "30m", "1h", "2h", "3h", "4h", "6h", "12h", "1d",
                        "1w", "1mo", "1q", "1y");
    }

    @ParameterizedTest
    @EnumSource
    void isReadByItsName(Interval interval) {
        assertThat(Interval.parse(interval.wireName())).isEqualTo(interval);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "h", "1H", "60m", "24h", "7d", "1M", " 1h", "1h ", "ONE_HOUR", "PT1H"})
    void refusesOtherNames(String text) {
        InvalidValue refusal = catchThrowableOfType(InvalidValue.class, () -> Interval.parse(text));

        assertThat(refusal.reason()).isEqualTo(Reason.INVALID_INTERVAL);
        assertThat(refusal.field()).isEqualTo("interval");
        assertThat(refusal.detail()).contains("1m 5m", "1q 1y", InvalidValue.shown(text));
    }
}
