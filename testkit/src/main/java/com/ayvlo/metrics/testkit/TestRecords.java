package com.ayvlo.metrics.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.journal.Journal;
import com.ayvlo.metrics.domain.journal.JournalListener;
import com.ayvlo.metrics.domain.journal.JournalRecord;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Small records for the contracts of a journal. */
final class TestRecords {
    private TestRecords() {}

    static ByteBuffer payload(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    static JournalRecord append(Journal journal, String text, int metrics) {
        return journal.append(payload(text), metrics, _ -> {});
    }

    static List<JournalRecord> fill(Journal journal, int records) {
        return new ArrayList<>(
                IntStream.range(0, records).mapToObj(i -> append(journal, "r" + i, i)).toList());
    }

    static JournalListener into(List<JournalRecord> records) {
        return records::add;
    }

    static void assertNoGaps(List<JournalRecord> records) {
        long sequence = 1;
        long position = 1;
        for (JournalRecord record : records) {
            assertThat(record.sequence()).isEqualTo(sequence++);
            assertThat(record.position()).isEqualTo(position);
            position += record.metrics();
        }
    }
}
