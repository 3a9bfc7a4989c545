package com.ayvlo.metrics.adapter.http.helidon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ayvlo.metrics.domain.tenant.InvalidValue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Random;

class Rfc3339Test {
    @ParameterizedTest
    @CsvSource({
        "2025-01-15T10:30:00Z, 2025-01-15T10:30:00Z",
        "2025-01-15t10:30:00z, 2025-01-15T10:30:00Z",
        "2025-01-15T10:30:00-00:00, 2025-01-15T10:30:00Z",
        "2025-01-15T10:30:00+05:45, 2025-01-15T04:45:00Z",
        "2025-01-15T23:59:59.9999999Z, 2025-01-15T23:59:59.999Z",
        "2025-01-15T10:30:00.5Z, 2025-01-15T10:30:00.500Z",
        "2025-01-15T10:30:00.123456789012345678901234567890+00:00, 2025-01-15T10:30:00.123Z",
        "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z",
        "2000-02-29T00:00:00Z, 2000-02-29T00:00:00Z",
        "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z",
        "0000-02-29T00:00:00Z, 0000-02-29T00:00:00Z",
        "9999-12-31T23:59:59.999-23:59, +10000-01-01T23:58:59.999Z",
        "1969-12-31T23:59:59.999Z, 1969-12-31T23:59:59.999Z"
    })
    void readsWhatTheStandardAllows(String text, Instant expected) {
        assertThat(Rfc3339.parse("timestamp", text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2025-01-15",
                "2025-01-15T10:30:00",
                "2025-01-15 10:30:00Z",
                "2025-01-15T10:30Z",
                "2025-01-15T10:30:00.Z",
                "2025-01-15T10:30:00,5Z",
                "2025-01-15T24:00:00Z",
                "2025-01-15T10:60:00Z",
                "2025-02-29T00:00:00Z",
                "1900-02-29T00:00:00Z",
                "2025-00-15T10:30:00Z",
                "2025-13-15T10:30:00Z",
                "2025-01-00T10:30:00Z",
                "2025-04-31T10:30:00Z",
                "+2025-01-15T10:30:00Z",
                "12025-01-15T10:30:00Z",
                "-025-01-15T10:30:00Z",
                "2025-01-15T10:30:00+5:00",
                "2025-01-15T10:30:00+0500",
                "2025-01-15T10:30:00+24:00",
                "2025-01-15T10:30:00+05:60",
                "2025-01-15T10:30:00ZZ",
                "2025-01-15T10:30:00Z ",
                " 2025-01-15T10:30:00Z",
                "2025-01-15T10:30:0٣Z",
                "2025-01-15T10:30:00Ｚ",
                "1736937000000000000000"
            })
    void refusesWhatItDoesNot(String text) {
        assertThatThrownBy(() -> Rfc3339.parse("timestamp", text))
                .isInstanceOf(InvalidValue.class)
                .hasMessageContaining("RFC 3339");
    }

    @Test
    void saysWhyALeapSecondIsRefused() {
        assertThatThrownBy(() -> Rfc3339.parse("timestamp", "2016-12-31T23:59:60Z"))
                .isInstanceOf(InvalidValue.class)
                .hasMessageContaining("leap second");
    }

    @Test
    void agreesWithJavaTimeOnAnyTime() {
        Random random = new Random(3339);
        for (int i = 0; i < 100_000; i++) {
            long millis = random.nextLong(-62_167_219_200_000L, 253_402_300_800_000L);
            ZoneOffset offset = ZoneOffset.ofTotalSeconds(random.nextInt(-1080, 1081) * 60);
            OffsetDateTime time = Instant.ofEpochMilli(millis).atOffset(offset);
            if (time.getYear() < 0 || time.getYear() > 9999) {
                continue;
            }
            String text = time.toString();
            String full = text.matches(".*T\\d\\d:\\d\\d([Z+-].*)") ? withSeconds(text) : text;

            assertThat(Rfc3339.parse("t", full).toEpochMilli()).as(full).isEqualTo(millis);
        }
    }

    /** OffsetDateTime leaves out seconds that are zero. */
    private static String withSeconds(String text) {
        int end = text.indexOf('T') + "T00:00".length();
        return text.substring(0, end) + ":00" + text.substring(end);
    }

    @Test
    void writesUtcWithMilliseconds() {
        assertThat(Rfc3339.format(1_736_937_000_000L)).isEqualTo("2025-01-15T10:30:00.000Z");
        assertThat(Rfc3339.format(-1)).isEqualTo("1969-12-31T23:59:59.999Z");
    }
}
