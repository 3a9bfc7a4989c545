package com.ayvlo.metrics.application.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ayvlo.metrics.domain.journal.JournalException;
import com.ayvlo.metrics.domain.journal.JournalRecord;
import com.ayvlo.metrics.domain.metric.MetricBatch;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.testkit.InMemoryJournal;
import com.ayvlo.metrics.testkit.TestMetric;
import com.ayvlo.metrics.testkit.TestMetrics;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

@Timeout(60)
final class BacklogTest {
    private static final int MANY = 1_000_000;

    private final TenantId tenant = TestMetrics.freshTenant();
    private final TenantId other = TestMetrics.freshTenant();
    private final TestBacklog test = new TestBacklog();
    private final NodeSeriesDictionary dictionary = test.dictionary;
    private final RecordCodec codec = test.codec;
    private final InMemoryJournal journal = test.journal;
    private final Backlog backlog = test.backlog;

    private JournalRecord append(TenantId of, int first, int count) {
        return test.append(of, first, count);
    }

    private static List<Integer> values(List<Waiting> taken) {
        return taken.stream()
                .flatMap(waiting -> Metrics.in(waiting.metrics().batch()).stream())
                .map(metric -> (int) metric.value())
                .toList();
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void records_are_taken_in_order_and_as_many_as_fit() {
        append(tenant, 1, 10);
        append(other, 11, 10);
        append(tenant, 21, 10);

        assertThat(values(backlog.take(1, 25))).isEqualTo(range(1, 20));
        backlog.stored();
        assertThat(values(backlog.take(1, 1))).isEqualTo(range(21, 30));
    }

    @Test
    void records_behind_the_bound_are_read_back_and_nothing_is_lost_or_doubled() {
        for (int i = 1; i <= 991; i += 10) {
            append(tenant, i, 10);
        }
        assertThat(backlog.metrics()).isEqualTo(1000);

        List<Integer> taken = new ArrayList<>();
        while (backlog.metrics() > 0) {
            taken.addAll(values(backlog.take(1, 37)));
            backlog.stored();
        }
        assertThat(taken).isEqualTo(range(1, 1000));
    }

    @Test
    void much_metadata_fills_memory_sooner() {
        for (int i = 1; i <= 41; i += 10) {
            List<TestMetric> metrics =
                    Metrics.numbered(tenant, "m", i, 10).stream()
                            .map(metric -> metric.metadata("note", "x".repeat(4000)))
                            .toList();
            test.append(tenant, metrics);
        }

        assertThat(values(backlog.take(1, 100))).isEqualTo(range(1, 10));
        backlog.stored();
        assertThat(values(backlog.take(1, 100))).isEqualTo(range(11, 50));
        backlog.stored();
        assertThat(backlog.metrics()).isZero();
    }

    @Test
    void nothing_is_lost_or_doubled_while_records_are_added_all_the_time() {
        CompletableFuture<Void> adding =
                CompletableFuture.runAsync(
                        () -> {
                            Random random = new Random(7);
                            for (int next = 1; next <= 20_000; ) {
                                int count = Math.min(1 + random.nextInt(40), 20_001 - next);
                                append(tenant, next, count);
                                next += count;
                            }
                        });
        List<Integer> taken = new ArrayList<>();
        while (taken.size() < 20_000) {
            taken.addAll(values(backlog.take(1, 250)));
            backlog.stored();
        }
        adding.join();
        assertThat(taken).isEqualTo(range(1, 20_000));
        assertThat(backlog.metrics()).isZero();
    }

    @Test
    void a_record_that_is_durable_but_not_added_yet_is_not_taken_twice() {
        append(tenant, 1, 100);
        append(tenant, 101, 10);
        MetricBatch late = Metrics.batch(dictionary, Metrics.numbered(tenant, "m", 111, 10));
        JournalRecord durable = journal.append(codec.encode(tenant, late), 10, _ -> {});
        backlog.take(1, 100);
        backlog.stored();

        assertThat(values(backlog.take(1, MANY))).isEqualTo(range(101, 110));
        backlog.stored();
        backlog.add(durable, Unstored.of(late));
        assertThat(values(backlog.take(1, MANY))).isEqualTo(range(111, 120));
    }

    @Test
    void as_many_as_a_decided_block_had_are_read_back_for_it() {
        for (int i = 1; i <= 291; i += 10) {
            append(tenant, i, 10);
        }
        assertThat(values(backlog.take(300, 300))).isEqualTo(range(1, 300));
    }

    @Test
    void a_missing_position_ends_a_block() {
        append(tenant, 1, 10);
        journal.append(codec.encode(tenant, MetricBatch.EMPTY), 5, _ -> {});
        append(tenant, 16, 10);

        assertThat(backlog.take(1, MANY)).hasSize(1);
        backlog.stored();
        assertThat(backlog.awaitNext()).isEqualTo(16);
        assertThat(values(backlog.take(1, MANY))).isEqualTo(range(16, 25));
    }

    @Test
    void a_position_that_has_to_start_a_block_ends_the_one_before() {
        append(tenant, 1, 5000);
        append(tenant, 5001, 10);

        assertThat(values(backlog.take(1, MANY))).hasSize(5000);
        backlog.stored();
        assertThat(values(backlog.take(1, MANY))).isEqualTo(range(5001, 5010));
    }

    @Test
    void what_the_storage_has_is_not_taken_be_it_whole_records_or_a_part() {
        append(tenant, 1, 10);
        append(tenant, 11, 10);
        append(tenant, 21, 200);
        append(tenant, 221, 10);
        backlog.storedThrough(14);

        assertThat(backlog.metrics()).isEqualTo(216);
        assertThat(backlog.awaitNext()).isEqualTo(15);
        List<Integer> taken = new ArrayList<>();
        while (backlog.metrics() > 0) {
            taken.addAll(values(backlog.take(1, MANY)));
            backlog.stored();
        }
        assertThat(taken).isEqualTo(range(15, 230));
    }

    @Test
    void a_journal_that_does_not_give_a_record_back_is_an_error_and_no_endless_loop() {
        append(tenant, 1, 100);
        JournalRecord nowhere = new JournalRecord(99, 101, 10, ByteBuffer.allocate(0));
        MetricBatch lost = Metrics.batch(dictionary, Metrics.numbered(tenant, "m", 101, 10));
        backlog.add(nowhere, Unstored.of(lost));
        backlog.take(1, 100);
        backlog.stored();

        assertThatThrownBy(() -> backlog.take(1, 100))
                .isInstanceOf(JournalException.Stopped.class)
                .hasMessageContaining("record 99");
    }

    @Test
    void taking_waits_until_something_is_added() throws Exception {
        CompletableFuture<List<Waiting>> taking =
                CompletableFuture.supplyAsync(() -> backlog.take(1, 10));
        assertThat(backlog.awaitAny(Duration.ofMillis(5))).isFalse();
        assertThat(taking).isNotDone();

        append(tenant, 1, 3);

        assertThat(values(taking.join())).isEqualTo(range(1, 3));
    }

    @Test
    void a_closed_backlog_gives_what_is_left_and_then_nothing() throws Exception {
        append(tenant, 1, 100);
        append(tenant, 101, 100);
        backlog.close();

        assertThat(backlog.take(1, 100)).isNotEmpty();
        backlog.stored();
        assertThat(backlog.awaitAny(Duration.ZERO)).isTrue();
        assertThat(backlog.take(1, 100)).isNotEmpty();
        backlog.stored();
        assertThat(backlog.take(1, 100)).isEmpty();
        assertThat(backlog.awaitNext()).isZero();
        assertThat(backlog.awaitAny(Duration.ofDays(1))).isFalse();
    }
}
