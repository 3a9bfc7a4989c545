package com.ayvlo.metrics.adapter.journal.file;

import com.ayvlo.metrics.domain.journal.JournalRecord;
import com.ayvlo.metrics.domain.journal.JournalRecovery;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small journals on a disk in memory. */
final class Journals {
    static final int SEGMENT = 1024;

    private Journals() {}

    /** What a journal told when it was opened, and the journal. */
    record Opened(FileJournal journal, JournalRecovery recovery, List<JournalRecord> records) {
        List<Long> sequences() {
            return records.stream().map(JournalRecord::sequence).toList();
        }
    }

    static FileJournalConfig config(long maxBytes) {
        return new FileJournalConfig(Path.of("journal"), maxBytes, SEGMENT, 0);
    }

    static Opened open(Disk disk) {
        return open(disk, config(1 << 20), 0);
    }

    static Opened open(Disk disk, FileJournalConfig config, long storedPosition) {
        FileJournal journal = new FileJournal(config, disk);
        List<JournalRecord> records = new ArrayList<>();
        return new Opened(journal, journal.open(storedPosition, records::add), records);
    }

    /** Appends a record with random content of this size. */
    static JournalRecord append(FileJournal journal, int bytes, int metrics) {
        byte[] payload = new byte[bytes];
        new Random(bytes * 31L + metrics).nextBytes(payload);
        return journal.append(ByteBuffer.wrap(payload), metrics, _ -> {});
    }
}
