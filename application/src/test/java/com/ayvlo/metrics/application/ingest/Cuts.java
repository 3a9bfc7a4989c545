package com.ayvlo.metrics.application.ingest;

import com.ayvlo.metrics.domain.journal.JournalRecord;
import com.ayvlo.metrics.testkit.InMemoryJournal;

import java.util.ArrayList;
import java.util.List;

/** What a journal would give to the next process. */
final class Cuts {
    private Cuts() {}

    static List<JournalRecord> records(InMemoryJournal journal) {
        List<JournalRecord> records = new ArrayList<>();
        journal.next().open(0, records::add);
        return records;
    }

    static List<Cut> in(InMemoryJournal journal) {
        return records(journal).stream()
                .filter(record -> RecordCodec.isCut(record.payload()))
                .map(record -> Cut.decode(record.payload()))
                .toList();
    }

    static long metrics(InMemoryJournal journal) {
        return records(journal).stream().mapToLong(JournalRecord::metrics).sum();
    }

    static long firstMetricPosition(InMemoryJournal journal) {
        return records(journal).stream()
                .filter(record -> record.metrics() > 0)
                .mapToLong(JournalRecord::position)
                .findFirst()
                .orElse(0);
    }
}
