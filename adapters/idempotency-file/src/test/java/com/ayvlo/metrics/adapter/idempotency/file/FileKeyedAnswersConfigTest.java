package com.ayvlo.metrics.adapter.idempotency.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;

class FileKeyedAnswersConfigTest {
    private static final Path DIRECTORY = Path.of("answers");

    @Test
    void keepsTwentyMillionForADay() {
        assertThat(FileKeyedAnswersConfig.defaults(DIRECTORY))
                .isEqualTo(new FileKeyedAnswersConfig(DIRECTORY, 20_000_000, Duration.ofHours(24)));
    }

    @Test
    void refusesWhatKeepsNoPromise() {
        assertThatThrownBy(() -> new FileKeyedAnswersConfig(DIRECTORY, 1, Duration.ofHours(24)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not 1");
        assertThatThrownBy(() -> new FileKeyedAnswersConfig(DIRECTORY, 10, Duration.ofHours(23)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT23H");
        assertThatThrownBy(() -> new FileKeyedAnswersConfig(DIRECTORY, 10, Duration.ofDays(367)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
