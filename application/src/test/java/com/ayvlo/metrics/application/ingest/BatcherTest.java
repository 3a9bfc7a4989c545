package com.ayvlo.metrics.application.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ayvlo.metrics.application.ingest.TestStore.Fault;
import com.ayvlo.metrics.domain.journal.JournalException;
import com.ayvlo.metrics.domain.storage.Block;
import com.ayvlo.metrics.domain.storage.StorageException;
import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.testkit.TestMetric;
import com.ayvlo.metrics.testkit.TestMetrics;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

@Timeout(60)
final class BatcherTest {
    private final TenantId tenant = TestMetrics.freshTenant();
    private final TestMetric like = TestMetric.of(tenant, "m");
    private TestLog log = TestLog.open();

    @AfterEach
    void close() {
        log.close();
    }

    private List<TestMetric> metrics(int first, int count) {
        return Metrics.numbered(tenant, "m", first, count);
    }

    private static List<Double> upTo(int last) {
        return IntStream.rangeClosed(1, last).asDoubleStream().boxed().toList();
    }

    @Test
    void what_comes_while_a_block_is_being_written_becomes_the_next_block() throws Exception {
        log.store.shut();
        log.append(metrics(1, 1));
        log.store.awaitWrite();
        for (int i = 2; i <= 100; i++) {
            log.append(metrics(i, 1));
        }
        long last = log.append(metrics(101, 1));
        log.store.open();

        assertThat(log.log().awaitStored(last, TestLog.LONG)).isTrue();
        assertThat(log.store.attempts())
                .extracting(block -> block.metrics().size())
                .containsExactly(1, 100);
        assertThat(log.values(like)).isEqualTo(upTo(101));
    }

    @Test
    void a_block_has_at_most_as_many_metrics_as_it_may_unless_one_request_has_more()
            throws Exception {
        log.store.shut();
        log.append(metrics(1, 1));
        log.store.awaitWrite();
        log.append(metrics(2, 60));
        log.append(metrics(62, 60));
        long last = log.append(metrics(122, 150));
        log.store.open();

        assertThat(log.log().awaitStored(last, TestLog.LONG)).isTrue();
        assertThat(log.store.attempts())
                .extracting(block -> block.metrics().size())
                .containsExactly(1, 60, 60, 150);
    }

    @Test
    void tokens_name_the_positions_of_the_journal() {
        log.store(metrics(1, 3));
        log.store(metrics(4, 2));

        assertThat(log.store.attempts())
                .extracting(block -> List.of(block.token().first(), block.token().last()))
                .containsExactly(List.of(1L, 3L), List.of(4L, 5L));
        assertThat(log.store.attempts())
                .allSatisfy(block -> assertThat(block.token().node()).isEqualTo(log.node()));
    }

    @Test
    void the_cut_is_in_the_journal_before_the_first_attempt() throws Exception {
        log.store.shut();
        log.append(metrics(1, 3));
        log.store.awaitWrite();

        Block block = log.store.attempts().getFirst();

        assertThat(Cuts.in(log.journal))
                .containsExactly(new Cut(log.node(), 1, 3, block.createdAt()));
    }

    @ParameterizedTest
    @EnumSource(
            names = {"NONE", "REFUSED"},
            mode = EnumSource.Mode.EXCLUDE)
    void a_write_that_fails_is_repeated_as_the_same_block_until_it_is_stored_once(Fault fault) {
        log.store.fail(fault, fault, fault);

        log.store(metrics(1, 10));

        assertThat(log.store.attempts()).hasSizeGreaterThanOrEqualTo(4);
        assertThat(log.store.attempts().stream().map(Block::token).distinct()).hasSize(1);
        assertThat(log.store.attempts().stream().map(Block::createdAt).distinct()).hasSize(1);
        assertThat(Cuts.in(log.journal)).hasSizeLessThanOrEqualTo(1);
        assertThat(log.values(like)).isEqualTo(upTo(10));
    }

    @Test
    void what_comes_during_a_retry_goes_into_the_next_block() throws Exception {
        log.store.shut();
        log.append(metrics(1, 10));
        log.store.awaitWrite();
        log.store.away(true);
        log.store.open();
        log.heard.awaitFailures(2);
        long last = log.append(metrics(11, 10));
        log.store.away(false);

        assertThat(log.log().awaitStored(last, TestLog.LONG)).isTrue();
        assertThat(log.store.attempts().getFirst().token().last()).isEqualTo(10);
        assertThat(log.values(like)).isEqualTo(upTo(20));
    }

    @Test
    void a_store_that_is_down_for_a_while_gets_everything_in_order_when_it_heals()
            throws Exception {
        log.store.away(true);
        for (int i = 0; i < 300; i++) {
            log.append(metrics(1 + i * 10, 10));
        }
        log.heard.awaitFailures(5);
        assertThat(log.log().unstored()).isEqualTo(3000);
        assertThat(log.log().capacity().accepting()).isTrue();

        log.store.away(false);

        assertThat(log.log().awaitStored(3000, TestLog.LONG)).isTrue();
        assertThat(log.values(like)).isEqualTo(upTo(3000));
        assertThat(log.log().unstored()).isZero();
        assertThat(log.heard.failures())
                .allSatisfy(f -> assertThat(f).isInstanceOf(StorageException.Unavailable.class));
    }

    @Test
    void the_journal_is_released_only_as_far_as_the_store_has_secured() {
        log.store.securedLag(5);
        log.store(metrics(1, 4));
        log.store(metrics(5, 4));

        log.store(metrics(9, 4));
        log.close();

        assertThat(Cuts.firstMetricPosition(log.journal)).isEqualTo(5);
    }

    @Test
    void a_clean_stop_has_the_store_secure_all_and_leaves_nothing_in_the_journal() {
        log.store.securedLag(1_000_000);
        log.store.securesOnRequest();
        log.store(metrics(1, 4));
        assertThat(Cuts.firstMetricPosition(log.journal)).isEqualTo(1);

        log.close();

        assertThat(Cuts.firstMetricPosition(log.journal)).isZero();
    }

    @Test
    void a_journal_without_room_for_the_cut_is_asked_again_until_it_has() throws Exception {
        log.store.shut();
        log.append(metrics(1, 1));
        log.store.awaitWrite();
        long last = log.append(metrics(2, 1));
        log.journal.refuse(true);
        log.store.open();
        assertThat(log.log().awaitStored(1, TestLog.LONG)).isTrue();
        assertThat(log.log().awaitStored(last, Duration.ofMillis(20))).isFalse();

        log.journal.refuse(false);

        assertThat(log.log().awaitStored(last, TestLog.LONG)).isTrue();
        assertThat(log.values(like)).isEqualTo(upTo(2));
    }

    @Test
    void closing_stores_what_is_left() throws Exception {
        log.store.shut();
        log.append(metrics(1, 1));
        log.store.awaitWrite();
        for (int i = 2; i <= 2000; i++) {
            log.append(metrics(i, 1));
        }
        log.store.open();
        log.close();

        assertThat(log.values(like)).isEqualTo(upTo(2000));
    }

    @Test
    void closing_while_the_store_is_away_returns_promptly_and_leaves_all_in_the_journal()
            throws Exception {
        log = reopened(Duration.ofMinutes(5));
        log.store.away(true);
        log.append(metrics(1, 10));
        log.append(metrics(11, 10));
        log.heard.awaitFailures(1);

        long startedNanos = System.nanoTime();
        log.close();

        assertThat(Duration.ofNanos(System.nanoTime() - startedNanos))
                .isLessThan(Duration.ofSeconds(20));
        assertThat(Cuts.metrics(log.journal)).isEqualTo(20);
        assertThat(log.values(like)).isEmpty();
    }

    private TestLog reopened(Duration pause) {
        log.close();
        return TestLog.open(new BatcherConfig(1000, 100, TestLog.AT_ONCE, pause, pause));
    }

    @Test
    void closing_before_the_store_could_ever_be_asked_returns_promptly_too() {
        log.close();
        log = TestLog.prepare(TestLog.CONFIG);
        log.store.away(true);
        log.start();
        log.append(metrics(1, 10));

        log.close();

        assertThat(Cuts.metrics(log.journal)).isEqualTo(10);
    }

    @Test
    void a_journal_that_stopped_takes_nothing_more_and_closing_still_works() {
        log.store(metrics(1, 1));
        log.journal.stop("fsync failed");

        assertThatThrownBy(() -> log.append(metrics(2, 1)))
                .isInstanceOf(JournalException.Stopped.class);
        assertThat(log.log().capacity().accepting()).isFalse();
        assertThat(log.log().unstored()).isZero();
    }

    @Test
    void a_batcher_that_ended_before_its_time_shows_in_the_health() throws Exception {
        assertThat(log.log().check().status()).isEqualTo(Health.Status.UP);
        log.store.shut();
        log.append(metrics(1, 1));
        log.store.awaitWrite();
        log.append(metrics(2, 1));
        log.journal.stop("fsync failed");
        log.close(); // waits for the batcher, which cannot write down what its block holds

        assertThat(log.log().check().status()).isEqualTo(Health.Status.DOWN);
        assertThat(log.log().check().detail()).contains("nothing is stored any more");
    }

    @Test
    void a_storage_that_answers_and_takes_nothing_shows_in_the_health() throws Exception {
        Health up = Health.up("answers");
        log.store.away(true);
        long last = log.append(metrics(1, 1));
        log.heard.awaitFailures(2);

        assertThat(log.log().checkStorage(up).status()).isEqualTo(Health.Status.DEGRADED);
        assertThat(log.log().checkStorage(up).detail()).startsWith("takes no metrics: ");
        assertThat(log.log().checkStorage(Health.down("away"))).isEqualTo(Health.down("away"));

        log.store.away(false);
        assertThat(log.log().awaitStored(last, TestLog.LONG)).isTrue();
        assertThat(log.log().checkStorage(up)).isEqualTo(up);
    }

    @Test
    void the_listener_hears_of_every_block_once() {
        log.store.fail(Fault.OVERLOADED, Fault.TIMED_OUT);
        log.store(metrics(1, 7));
        log.store(metrics(8, 3));
        log.close();

        assertThat(log.heard.stored).containsExactly(7, 3);
        assertThat(log.heard.failures())
                .hasExactlyElementsOfTypes(
                        StorageException.Overloaded.class, StorageException.TimedOut.class);
    }

    @Test
    void a_store_that_goes_away_right_after_a_block_does_not_end_the_batcher() {
        AtomicBoolean away = new AtomicBoolean(true);
        log.store.securedUnknown(away::get);
        log.store(metrics(1, 5));
        log.store(metrics(6, 5));
        away.set(false);

        log.store(metrics(11, 5));
        log.close();

        assertThat(log.values(like)).isEqualTo(upTo(15));
        assertThat(Cuts.metrics(log.journal)).isZero();
    }
}
