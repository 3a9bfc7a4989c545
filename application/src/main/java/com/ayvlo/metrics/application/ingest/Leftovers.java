package com.ayvlo.metrics.application.ingest;

import com.ayvlo.metrics.domain.journal.JournalRecord;
import com.ayvlo.metrics.domain.journal.KeyedAnswers;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;

/** Sorts what an earlier process left in the journal. Used by one thread, once. */
final class Leftovers {
    private final long storedPosition;
    private final RecordCodec codec;
    private final BiConsumer<JournalRecord, Unstored> unstored;
    private final KeyedAnswers answers;
    private final Deque<Cut> cuts = new ArrayDeque<>();

    /**
     * Nothing was left yet.
     *
     * @param storedPosition the storage has at least what is up to here
     * @param unstored takes the others
     */
    Leftovers(
            long storedPosition,
            RecordCodec codec,
            BiConsumer<JournalRecord, Unstored> unstored,
            KeyedAnswers answers) {
        this.storedPosition = storedPosition;
        this.codec = codec;
        this.unstored = unstored;
        this.answers = answers;
    }

    void take(JournalRecord record) {
        ByteBuffer payload = record.payload();
        if (RecordCodec.isCut(payload)) {
            cuts.add(Cut.decode(payload));
            return;
        }
        if (RecordCodec.isKeyed(payload)) {
            answers.put(codec.decodeAnswer(payload));
        }
        if (record.metrics() > 0 && record.lastPosition() > storedPosition) {
            unstored.accept(record, Unstored.of(codec.decode(payload)));
        }
    }

    /** The blocks that were decided on, in order; the storage may have them or not. */
    Deque<Cut> cuts() {
        return cuts;
    }
}
