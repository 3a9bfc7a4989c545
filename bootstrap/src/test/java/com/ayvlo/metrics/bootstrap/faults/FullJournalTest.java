package com.ayvlo.metrics.bootstrap.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.adapter.idempotency.file.FileKeyedAnswers;
import com.ayvlo.metrics.adapter.idempotency.file.FileKeyedAnswersConfig;
import com.ayvlo.metrics.adapter.journal.file.FileJournal;
import com.ayvlo.metrics.adapter.journal.file.FileJournalConfig;
import com.ayvlo.metrics.application.ingest.Ack;
import com.ayvlo.metrics.application.ingest.BatcherConfig;
import com.ayvlo.metrics.application.ingest.BatcherListener;
import com.ayvlo.metrics.application.ingest.BlockPace;
import com.ayvlo.metrics.application.ingest.IngestMetrics;
import com.ayvlo.metrics.application.ingest.IngestMode;
import com.ayvlo.metrics.application.ingest.IngestOutcome;
import com.ayvlo.metrics.application.ingest.IngestRequest;
import com.ayvlo.metrics.application.ingest.MetricLog;
import com.ayvlo.metrics.application.ingest.NodeEpochs;
import com.ayvlo.metrics.application.ingest.NodeSeriesDictionary;
import com.ayvlo.metrics.domain.journal.JournalException;
import com.ayvlo.metrics.domain.journal.Peers;
import com.ayvlo.metrics.domain.query.RawRow;
import com.ayvlo.metrics.domain.storage.NodeId;
import com.ayvlo.metrics.domain.storage.StorageException;
import com.ayvlo.metrics.domain.tenant.Retention;
import com.ayvlo.metrics.domain.tenant.Tenant;
import com.ayvlo.metrics.domain.tenant.TenantStatus;
import com.ayvlo.metrics.testkit.InMemoryStorage;
import com.ayvlo.metrics.testkit.TestMetrics;
import com.ayvlo.metrics.testkit.TestQueries;
import com.ayvlo.metrics.testkit.servers.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The journal is full to its bound, with records that are smaller than what frees them. */
@Timeout(60)
class FullJournalTest {
    private static final int SEGMENT = 4096;
    private static final long BOUND = 64 << 10;
    private static final int RESTARTS = 6;
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Instant AT = Instant.parse("2025-03-01T00:00:00Z");
    private static final BatcherConfig PACE =
            new BatcherConfig(
                    100_000, 100, BlockPace.LOCAL, Duration.ofMillis(1), Duration.ofMillis(5));

    @TempDir private Path data;

    private final InstantSource clock = InstantSource.system();
    private final NodeId node = NodeId.random();
    private final FaultyStorage storage = new FaultyStorage(new InMemoryStorage());
    private final NodeSeriesDictionary dictionary = new NodeSeriesDictionary(10);
    private final Tenant tenant =
            new Tenant(TestMetrics.freshTenant(), "t", TenantStatus.ACTIVE, Retention.FOREVER);

    private MetricLog open() {
        return MetricLog.open(
                new MetricLog.Parts(
                        NodeEpochs.of(node),
                        new FileJournal(
                                new FileJournalConfig(data.resolve("journal"), BOUND, SEGMENT, 0)),
                        new FileKeyedAnswers(
                                FileKeyedAnswersConfig.defaults(data.resolve("answers")), clock),
                        Peers.NONE,
                        storage.writer(),
                        (token, refused, why) -> {},
                        dictionary,
                        clock),
                PACE,
                new SilentListener());
    }

    /** Takes what there is room for; returns how many that was. */
    private int fill(MetricLog log, int from) {
        IngestMetrics ingest = new IngestMetrics(dictionary, log, clock, 1);
        int taken = from;
        try {
            while (true) {
                ingest(ingest, taken);
                taken++;
            }
        } catch (JournalException.Full full) {
            return taken;
        }
    }

    private void ingest(IngestMetrics ingest, double value) {
        IngestOutcome outcome =
                ingest.ingest(
                        tenant,
                        new IngestRequest(IngestMode.PARTIAL, Ack.DURABLE, Optional.empty()),
                        sink -> {
                            sink.begin();
                            sink.name("m");
                            sink.value(value);
                            sink.timestamp(AT.toEpochMilli());
                            sink.end();
                        });
        assertThat(outcome).isInstanceOf(IngestOutcome.Accepted.class);
    }

    private List<Double> stored() {
        return storage
                .reader()
                .raw(tenant.id(), TestQueries.raw("m").limit(10_000).build())
                .rows()
                .stream()
                .map(RawRow::value)
                .toList();
    }

    @Test
    void isEmptiedWhenTheStorageIsBackAlsoAfterRestarts() {
        storage.set(FaultyStorage.Day.AWAY);
        int taken = 0;
        for (int start = 0; start < RESTARTS; start++) {
            try (MetricLog log = open()) {
                taken = fill(log, taken);
            }
        }
        assertThat(taken).isGreaterThan(300);

        try (MetricLog log = open()) {
            long full = log.capacity().usedBytes();
            storage.set(FaultyStorage.Day.GOOD);

            Await.until("everything is stored", SOON, () -> log.unstored() == 0);
            Await.until("there is room", SOON, () -> log.capacity().accepting());
            assertThat(log.capacity().usedBytes()).isLessThan(full / 2);
            ingest(new IngestMetrics(dictionary, log, clock, 1), taken);
        }
        assertThat(stored())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(0, taken).asDoubleStream().boxed().toList());
    }

    private static final class SilentListener implements BatcherListener {
        @Override
        public void stored(int metrics, Duration took) {}

        @Override
        public void failed(StorageException failure) {}

        @Override
        public void setAside(int metrics) {}
    }
}
