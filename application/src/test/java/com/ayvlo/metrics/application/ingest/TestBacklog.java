package com.ayvlo.metrics.application.ingest;

import com.ayvlo.metrics.domain.journal.JournalRecord;
import com.ayvlo.metrics.domain.metric.MetricBatch;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.testkit.InMemoryJournal;
import com.ayvlo.metrics.testkit.MutableClock;
import com.ayvlo.metrics.testkit.TestMetric;

import java.util.List;

/** A backlog of at most 100 metrics behind a journal; a block starts at position 5001. */
final class TestBacklog {
    final NodeSeriesDictionary dictionary = new NodeSeriesDictionary(1000);
    final RecordCodec codec = new RecordCodec(dictionary);
    final MutableClock clock = MutableClock.at(TestMetric.START);
    final InMemoryJournal journal = new InMemoryJournal(1L << 30);
    final Backlog backlog = new Backlog(journal, codec, position -> position == 5001, clock, 100);

    TestBacklog() {
        journal.open(0, _ -> {});
    }

    /** Appends metrics of these numbers to both. */
    JournalRecord append(TenantId of, int first, int count) {
        return append(of, Metrics.numbered(of, "m", first, count));
    }

    /** Appends these metrics to both. */
    JournalRecord append(TenantId of, List<TestMetric> metrics) {
        MetricBatch batch = Metrics.batch(dictionary, metrics);
        Unstored unstored = Unstored.of(batch);
        return journal.append(
                codec.encode(of, batch), batch.size(), record -> backlog.add(record, unstored));
    }
}
