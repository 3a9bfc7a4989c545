package com.ayvlo.metrics.adapter.journal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ayvlo.metrics.domain.journal.JournalException;
import com.ayvlo.metrics.domain.journal.JournalRecovery.Damage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Processes that are killed, and a second one on the same directory. */
class JournalProcessTest {
    private static final int ROUNDS = Boolean.getBoolean("endurance") ? 50 : 5;

    @TempDir private Path directory;

    @Test
    void whatAKilledProcessAcknowledgedIsThere() throws Exception {
        Random random = new Random(1);
        Map<Long, Long> acknowledged = new HashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            try (AppendingProcess process = AppendingProcess.start(directory)) {
                List<String> lines = process.killAfter(100 + random.nextInt(2000));
                // The last line may have been cut off in the middle.
                acknowledged.putAll(
                        AppendingProcess.acknowledged(lines.stream().limit(lines.size() - 1)));
            }
            check(acknowledged);
        }
    }

    private void check(Map<Long, Long> acknowledged) {
        Map<Long, Long> found = new HashMap<>();
        try (FileJournal journal = new FileJournal(AppendingProcess.config(directory))) {
            var recovery =
                    journal.open(
                            0,
                            record -> {
                                long number = record.payload().getLong(0);
                                assertThat(record.payload())
                                        .isEqualTo(AppendingProcess.payload(number));
                                assertThat(found.put(record.sequence(), number)).isNull();
                            });
            assertThat(recovery.damages())
                    .allSatisfy(damage -> assertThat(damage.missingRecords()).isZero());
            assertThat(recovery.damages())
                    .extracting(Damage::missingMetrics)
                    .allMatch(missing -> missing == 0);
        }
        assertThat(found).containsAllEntriesOf(acknowledged);
    }

    @Test
    void aSecondProcessIsRefused() throws Exception {
        try (FileJournal journal = new FileJournal(AppendingProcess.config(directory))) {
            journal.open(0, _ -> {});
            try (AppendingProcess process = AppendingProcess.start(directory)) {
                assertThat(process.killAfter(Integer.MAX_VALUE))
                        .singleElement()
                        .asString()
                        .startsWith(AppendingProcess.REFUSED)
                        .contains("another process uses the journal");
            }
        }
    }

    @Test
    void aSecondJournalOfThisProcessIsRefused() {
        FileJournalConfig config = AppendingProcess.config(directory);
        try (FileJournal journal = new FileJournal(config)) {
            journal.open(0, _ -> {});
            FileJournal second = new FileJournal(config);

            assertThatThrownBy(() -> second.open(0, _ -> {}))
                    .isInstanceOf(JournalException.Stopped.class)
                    .hasMessageContaining("another process uses the journal");
        }
        FileJournal third = new FileJournal(config);
        third.open(0, _ -> {});
        third.close();
    }
}
