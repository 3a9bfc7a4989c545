package com.ayvlo.metrics.domain.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Reason;

import org.junit.jupiter.api.Test;

import java.time.Instant;

class TimeRangeTest {
    private static final Instant FROM = Instant.parse("2025-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2025-01-02T00:00:00Z");
    private static final TimeRange RANGE = new TimeRange(FROM, TO);

    @Test
    void hasItsStartAndNotItsEnd() {
        assertThat(RANGE.contains(FROM.toEpochMilli())).isTrue();
        assertThat(RANGE.contains(FROM.toEpochMilli() - 1)).isFalse();
        assertThat(RANGE.contains(TO.toEpochMilli() - 1)).isTrue();
        assertThat(RANGE.contains(TO.toEpochMilli())).isFalse();
        assertThat(RANGE.isEmpty()).isFalse();
    }

    @Test
    void refusesAnEndThatIsNotBehindTheStart() {
        InvalidValue same =
                catchThrowableOfType(InvalidValue.class, () -> new TimeRange(FROM, FROM));
        InvalidValue before =
                catchThrowableOfType(InvalidValue.class, () -> new TimeRange(TO, FROM));

        assertThat(same.reason()).isEqualTo(Reason.INVALID_TIME_RANGE);
        assertThat(same.field()).isEqualTo("end_time");
        assertThat(before.detail()).contains(FROM.toString(), TO.toString());
    }

    @Test
    void isClampedToTheTimesThatAMetricCanHave() {
        assertThat(new TimeRange(Instant.MIN, Instant.MAX)).isEqualTo(TimeRange.ALL);
        assertThat(TimeRange.ALL.from()).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(TimeRange.ALL.to()).isEqualTo("2105-12-31T00:00:00Z");
    }

    @Test
    void isEmptyIfNoMetricCanBeInIt() {
        Instant longAgo = Instant.parse("1815-06-18T00:00:00Z");
        Instant farOff = Instant.parse("2999-01-01T00:00:00Z");

        assertThat(new TimeRange(longAgo, longAgo.plusSeconds(1)).isEmpty()).isTrue();
        assertThat(new TimeRange(farOff, farOff.plusSeconds(1)).isEmpty()).isTrue();
        assertThat(TimeRange.NONE.isEmpty()).isTrue();
        assertThat(TimeRange.NONE.contains(TimeRange.NONE.fromMillis())).isFalse();
    }

    @Test
    void isCutToMilliseconds() {
        TimeRange range = new TimeRange(FROM.plusNanos(1_999_999), FROM.plusNanos(2_000_001));

        assertThat(range).isEqualTo(new TimeRange(FROM.plusMillis(1), FROM.plusMillis(2)));
        assertThat(new TimeRange(FROM, FROM.plusNanos(1)).isEmpty()).isTrue();
    }

    @Test
    void losesWhatIsTooOld() {
        assertThat(RANGE.notBefore(Instant.MIN)).isEqualTo(RANGE);
        assertThat(RANGE.notBefore(FROM)).isEqualTo(RANGE);
        assertThat(RANGE.notBefore(FROM.plusSeconds(1)))
                .isEqualTo(new TimeRange(FROM.plusSeconds(1), TO));
        assertThat(RANGE.notBefore(TO)).isEqualTo(TimeRange.NONE);
        assertThat(RANGE.notBefore(Instant.MAX)).isEqualTo(TimeRange.NONE);
        assertThat(TimeRange.NONE.notBefore(FROM)).isEqualTo(TimeRange.NONE);
    }
}
