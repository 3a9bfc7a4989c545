package com.ayvlo.metrics.application.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.application.ingest.TestStore.Fault;
import com.ayvlo.metrics.domain.storage.Block;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.testkit.InMemoryJournal;
import com.ayvlo.metrics.testkit.TestMetric;
import com.ayvlo.metrics.testkit.TestMetrics;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

@Timeout(60)
final class RestartTest {
    private final TenantId tenant = TestMetrics.freshTenant();
    private final TestMetric like = TestMetric.of(tenant, "m");

    private List<TestMetric> metrics(int first, int count) {
        return Metrics.numbered(tenant, "m", first, count);
    }

    private void assertAllStoredOnce(TestLog log, int last) {
        assertThat(log.log().awaitStored(tenant, TestLog.LONG)).isTrue();
        assertThat(log.values(like))
                .isEqualTo(IntStream.rangeClosed(1, last).asDoubleStream().boxed().toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5})
    void a_decided_block_is_repeated_as_it_was_however_often_the_store_cannot_say_its_position(
            int silences) throws Exception {
        TestLog before = TestLog.open();
        before.store.securedLag(1_000_000);
        before.store(metrics(1, 10));
        before.store(metrics(11, 10));
        before.store.shut();
        before.append(metrics(21, 5));
        for (int i = 0; i < 3; i++) {
            before.store.awaitWrite();
        }
        before.append(metrics(26, 20));
        Block doubtful = before.store.attempts().getLast();

        CountDownLatch silent = new CountDownLatch(silences);
        try (TestLog after =
                before.crash(next -> next.store.positionUnknown(() -> isSilent(silent)))) {
            after.append(metrics(46, 5));
            assertAllStoredOnce(after, 50);
            Block first = after.store.attempts().getFirst();
            assertThat(first.token()).isEqualTo(doubtful.token());
            assertThat(first.createdAt()).isEqualTo(doubtful.createdAt());
        }
    }

    private static boolean isSilent(CountDownLatch silent) {
        boolean now = silent.getCount() > 0;
        silent.countDown();
        return now;
    }

    @Test
    void a_decided_block_is_repeated_whole_though_memory_has_room_for_less_now() throws Exception {
        TestLog before = TestLog.open();
        before.store.shut();
        before.append(metrics(1, 1));
        before.store.awaitWrite();
        for (int i = 2; i < 62; i += 10) {
            before.append(metrics(i, 10));
        }
        before.store.fail(Fault.NONE);
        before.store.fail(Collections.nCopies(10_000, Fault.UNKNOWN).toArray(Fault[]::new));
        before.store.open();
        before.heard.awaitFailures(1);
        Block doubtful = before.store.attempts().get(1);
        BatcherConfig small =
                new BatcherConfig(15, 100, TestLog.AT_ONCE, TestLog.PAUSE, TestLog.PAUSE);

        try (TestLog after = before.crash().with(small).start()) {
            assertAllStoredOnce(after, 61);
            assertThat(doubtful.token().last() - doubtful.token().first()).isEqualTo(59);
            assertThat(after.store.attempts())
                    .isNotEmpty()
                    .allSatisfy(b -> assertThat(b.token()).isEqualTo(doubtful.token()));
        }
    }

    @Test
    void what_was_stored_but_not_released_is_not_stored_again() {
        TestLog log = TestLog.open();
        log.store.securedLag(1_000_000);
        log.store(metrics(1, 10));
        for (int restart = 0; restart < 3; restart++) {
            log = log.crash(next -> next.store.securedLag(1_000_000));
        }
        log.store(metrics(11, 1));
        assertAllStoredOnce(log, 11);
        assertThat(log.store.attempts()).hasSize(1);
        log.close();
    }

    @Test
    void a_block_half_of_whose_records_were_released_is_not_stored_again() {
        TestLog log = TestLog.open();
        log.store.securedLag(12);
        log.store(metrics(1, 10));
        log.store(metrics(11, 10));
        log = log.crash(next -> next.store.positionUnknown(once()));
        log.append(metrics(21, 3));
        assertAllStoredOnce(log, 23);
        log.close();
    }

    private static BooleanSupplier once() {
        CountDownLatch silent = new CountDownLatch(1);
        return () -> isSilent(silent);
    }

    @Test
    void positions_that_a_store_knows_from_a_lost_journal_are_not_taken_for_stored() {
        TestLog before = TestLog.open();
        before.store(metrics(1, 20));
        TestLog after = before.crash();
        after.store.positionUnknown(once());
        after.start(new InMemoryJournal(1 << 20));
        assertThat(after.append(metrics(21, 3))).isEqualTo(3);

        assertAllStoredOnce(after, 23);

        assertThat(after.node()).isNotEqualTo(before.store.attempts().getFirst().token().node());
        after.close();
    }

    @Test
    void starts_without_the_store_do_not_pile_up_ids() {
        TestLog log = TestLog.open();
        log.store(metrics(1, 20));
        for (int restart = 0; restart < 3; restart++) {
            log = log.crash(next -> next.store.positionUnknown(() -> true));
        }

        log = log.crash(next -> next.store.positionUnknown(() -> false));
        log.store(metrics(21, 3));

        assertAllStoredOnce(log, 23);
        assertThat(log.ids()).isEqualTo(2);
        log.close();
    }

    @Test
    void positions_go_on_behind_what_the_store_has_when_the_journal_is_lost() {
        TestLog before = TestLog.open();
        before.store(metrics(1, 20));
        TestLog after = before.crash();
        after.start(new InMemoryJournal(1 << 20));

        assertThat(after.append(metrics(21, 3))).isEqualTo(23);

        assertAllStoredOnce(after, 23);
        after.close();
    }
}
