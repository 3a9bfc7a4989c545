package com.ayvlo.metrics.adapter.journal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;

class FileJournalConfigTest {
    private static final Path DIRECTORY = Path.of("journal");

    @Test
    void hasDefaults() {
        assertThat(FileJournalConfig.defaults(DIRECTORY))
                .isEqualTo(new FileJournalConfig(DIRECTORY, 8L << 30, 8 << 20, 512L << 20));
    }

    @Test
    void refusesSizesThatCannotWork() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FileJournalConfig(DIRECTORY, 1 << 20, 511, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FileJournalConfig(DIRECTORY, 1 << 20, (1 << 20) - 1, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FileJournalConfig(DIRECTORY, 1 << 20, 1 << 10, -1));
    }
}
