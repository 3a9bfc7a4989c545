package com.ayvlo.metrics.application.ingest;

import com.ayvlo.metrics.domain.journal.JournalRecord;
import com.ayvlo.metrics.domain.journal.KeyedAnswers;
import com.ayvlo.metrics.domain.metric.MetricBatch;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/** Sorts what an earlier process left in the journal. Used by one thread, once. */
final class Leftovers {
    private final long storedPosition;
    private final RecordCodec codec;
    private final Backlog backlog;
    private final KeyedAnswers answers;
    private final Deque<Cut> cuts = new ArrayDeque<>();

    Leftovers(long storedPosition, RecordCodec codec, Backlog backlog, KeyedAnswers answers) {
        this.answers = answers;
        this.storedPosition = storedPosition;
        this.codec = codec;
        this.backlog = backlog;
    }

    long storedPosition() {
        return storedPosition;
    }

    void take(JournalRecord record) {
        ByteBuffer payload = record.payload();
        if (RecordCodec.isCut(payload)) {
            Cut cut = Cut.decode(payload);
            if (cut.first() > storedPosition) {
                cuts.add(cut);
            }
            return;
        }
        if (RecordCodec.isKeyed(payload)) {
            answers.put(codec.decodeAnswer(payload));
        }
        if (record.metrics() > 0 && record.lastPosition() > storedPosition) {
            takeMetrics(record);
        }
    }

    private void takeMetrics(JournalRecord record) {
        MetricBatch batch = codec.decode(record.payload());
        long storedAlready = Math.max(0, storedPosition - record.position() + 1);
        backlog.add(record, Unstored.of(batch.slice(Math.toIntExact(storedAlready), batch.size())));
    }

    /** The blocks that were decided on and may have been written, in order. */
    Deque<Cut> cuts() {
        return cuts;
    }
}
