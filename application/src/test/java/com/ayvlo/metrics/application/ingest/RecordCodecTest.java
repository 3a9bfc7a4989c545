package com.ayvlo.metrics.application.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.application.Seeds;
import com.ayvlo.metrics.domain.metric.MetricBatch;
import com.ayvlo.metrics.domain.storage.NodeId;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.testkit.TestMetric;
import com.ayvlo.metrics.testkit.TestMetrics;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

final class RecordCodecTest {
    private static final int RECORD_HEADER = 40;

    private final TenantId tenant = TestMetrics.freshTenant();
    private final NodeSeriesDictionary dictionary = new NodeSeriesDictionary(100_000);
    private final RecordCodec codec = new RecordCodec(dictionary);

    private ByteBuffer encoded(List<TestMetric> metrics) {
        return codec.encode(tenant, Metrics.batch(dictionary, metrics));
    }

    private static MetricBatch inAnotherProcess(ByteBuffer payload, int maxSeries) {
        return new RecordCodec(new NodeSeriesDictionary(maxSeries)).decode(payload);
    }

    @Test
    void another_process_reads_back_exactly_what_was_written() {
        Seeds.each(
                300,
                random -> {
                    List<TestMetric> metrics =
                            Metrics.random(random, tenant, 1 + random.nextInt(200));

                    ByteBuffer payload = encoded(metrics);

                    assertThat(Metrics.in(inAnotherProcess(payload, 1_000_000))).isEqualTo(metrics);
                    assertThat(Metrics.in(codec.decode(payload))).isEqualTo(metrics);
                });
    }

    @Test
    void what_was_accepted_is_read_back_also_when_max_series_is_smaller_now() {
        List<TestMetric> metrics = Metrics.random(new Random(1), tenant, 300);

        assertThat(Metrics.in(inAnotherProcess(encoded(metrics), 1))).isEqualTo(metrics);
    }

    @Test
    void this_process_finds_the_same_series_objects_again() {
        MetricBatch batch = Metrics.batch(dictionary, Metrics.random(new Random(2), tenant, 100));

        MetricBatch decoded = codec.decode(codec.encode(tenant, batch));

        for (int i = 0; i < batch.size(); i++) {
            assertThat(decoded.series(i)).isSameAs(batch.series(i));
        }
    }

    @Test
    void decoding_leaves_the_payload_as_it_was_and_reads_it_from_anywhere_in_a_buffer() {
        List<TestMetric> metrics = Metrics.numbered(tenant, "m", 1, 5);
        ByteBuffer payload = encoded(metrics);
        ByteBuffer wide = ByteBuffer.allocate(payload.remaining() + 20).position(7);
        wide.put(payload.duplicate()).flip().position(7);

        ByteBuffer readOnly = wide.asReadOnlyBuffer();

        assertThat(Metrics.in(codec.decode(readOnly))).isEqualTo(metrics);
        assertThat(readOnly.position()).isEqualTo(7);
        assertThat(RecordCodec.isCut(readOnly)).isFalse();
    }

    @Test
    void times_may_go_back_and_forth_over_the_whole_range() {
        List<TestMetric> metrics = new ArrayList<>();
        for (String time :
                List.of(
                        "2105-12-30T23:59:59.999Z",
                        "1970-01-01T00:00:00Z",
                        "2025-01-15T10:30:00Z",
                        "2025-01-15T10:29:59.999Z",
                        "1970-01-01T00:00:00Z")) {
            metrics.add(TestMetric.of(tenant, "m").at(time));
        }

        assertThat(Metrics.in(codec.decode(encoded(metrics)))).isEqualTo(metrics);
    }

    @Test
    void many_series_in_any_order_keep_their_metrics() {
        List<TestMetric> metrics = new ArrayList<>();
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            metrics.add(
                    TestMetric.of(tenant, "m").with("host", "h" + random.nextInt(5000)).value(i));
        }

        assertThat(Metrics.in(inAnotherProcess(encoded(metrics), 1_000_000))).isEqualTo(metrics);
    }

    @Test
    void the_documented_metric_takes_at_most_60_bytes_in_a_batch_of_100() {
        List<TestMetric> metrics = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            metrics.add(
                    TestMetric.of(tenant, "revenue")
                            .with("region", "us-west-" + i % 10)
                            .with("plan", "plan-" + i % 5)
                            .metadata("source", "stripe")
                            .value(1250.5 + i)
                            .at(Instant.parse("2025-01-15T10:30:00Z").plusSeconds(i)));
        }

        int bytes = encoded(metrics).remaining() + RECORD_HEADER;

        assertThat(bytes).isLessThanOrEqualTo(60 * 100);
    }

    @Test
    void a_cut_is_told_from_metrics_and_reads_back_as_it_was() {
        Cut cut =
                new Cut(
                        new NodeId(UUID.randomUUID()),
                        7,
                        122_886,
                        Instant.parse("2025-01-15T10:30:00.123Z"));

        ByteBuffer payload = cut.encode().asReadOnlyBuffer();

        assertThat(RecordCodec.isCut(payload)).isTrue();
        assertThat(Cut.decode(payload)).isEqualTo(cut);
        assertThat(cut.size()).isEqualTo(122_880);
    }
}
