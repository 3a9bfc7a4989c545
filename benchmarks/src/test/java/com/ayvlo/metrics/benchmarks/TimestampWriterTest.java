package com.ayvlo.metrics.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

class TimestampWriterTest {
    private final TimestampWriter writer = new TimestampWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2025-01-15T10:30:00.000Z",
                "2025-12-31T23:59:59.999Z",
                "2024-02-29T00:00:00.001Z",
                "1970-01-01T00:00:00.050Z"
            })
    void writesWhatInstantReads(String text) {
        byte[] bytes = "xx0000-00-00T00:00:00.000Zxx".getBytes(StandardCharsets.US_ASCII);
        writer.write(Instant.parse(text).toEpochMilli(), bytes, 2);
        assertThat(new String(bytes, StandardCharsets.US_ASCII)).isEqualTo("xx" + text + "xx");
    }
}
