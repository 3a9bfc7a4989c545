package com.ayvlo.metrics.application.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.application.Seeds;
import com.ayvlo.metrics.application.ingest.TestStore.Fault;
import com.ayvlo.metrics.domain.journal.JournalException;
import com.ayvlo.metrics.domain.journal.SetAside;
import com.ayvlo.metrics.domain.metric.MetricBatch;
import com.ayvlo.metrics.domain.storage.Block;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.testkit.Blocks;
import com.ayvlo.metrics.testkit.InMemoryStorage;
import com.ayvlo.metrics.testkit.TestMetric;
import com.ayvlo.metrics.testkit.TestMetrics;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;

@Timeout(60)
final class PoisonTest {
    private final TenantId tenant = TestMetrics.freshTenant();
    private final TestMetric like = TestMetric.of(tenant, "m");

    private List<TestMetric> metrics(int first, int count) {
        return Metrics.numbered(tenant, "m", first, count);
    }

    private static Predicate<TestMetric> values(Set<Integer> bad) {
        return metric -> bad.contains((int) metric.value());
    }

    @Test
    void exactly_the_bad_metrics_are_found_wherever_they_are() {
        Seeds.each(
                100,
                random -> {
                    int size = 1 + random.nextInt(200);
                    Set<Integer> bad = new HashSet<>();
                    for (int i = random.nextInt(8); i > 0; i--) {
                        bad.add(1 + random.nextInt(size));
                    }
                    TestStore store = new TestStore(new InMemoryStorage().writer());
                    store.refuse(values(bad));
                    MetricBatch batch =
                            Metrics.batch(new NodeSeriesDictionary(9), metrics(1, size));

                    Set<Integer> found =
                            RefusedMetrics.find(store, batch).stream()
                                    .mapToObj(index -> index + 1)
                                    .collect(Collectors.toSet());

                    assertThat(found).isEqualTo(bad);
                    assertThat(store.probes()).isLessThanOrEqualTo(1 + bad.size() * 2 * 9);
                });
    }

    @Test
    void the_bad_ones_are_set_aside_and_the_rest_is_stored_under_the_first_token() {
        try (TestLog log = TestLog.open()) {
            log.store.refuse(values(Set.of(3, 7)));

            log.store(metrics(1, 10));
            log.store(metrics(11, 1));

            assertThat(log.values(like))
                    .containsExactly(1.0, 2.0, 4.0, 5.0, 6.0, 8.0, 9.0, 10.0, 11.0);
            Block whole = log.store.attempts().getFirst();
            assertThat(log.aside.kept).containsOnlyKeys(whole.token());
            assertThat(log.aside.all())
                    .containsExactly(metrics(3, 1).getFirst(), metrics(7, 1).getFirst());
            assertThat(log.store.attempts().get(1).token()).isEqualTo(whole.token());
            assertThat(log.heard.setAsides()).containsExactly(2);
            assertThat(log.store.lastApplied(log.node())).isEqualTo(11);
        }
    }

    @Test
    void a_block_of_nothing_but_bad_metrics_does_not_hold_up_the_next() {
        try (TestLog log = TestLog.open()) {
            log.store.refuse(values(Set.of(1, 2)));

            log.store(metrics(1, 2));
            log.store(metrics(3, 2));

            assertThat(log.values(like)).containsExactly(3.0, 4.0);
            assertThat(log.aside.all()).hasSize(2);
            assertThat(log.store.lastApplied(log.node())).isEqualTo(4);
        }
    }

    @Test
    void bad_metrics_are_counted_once_though_the_store_fails_in_between() {
        try (TestLog log = TestLog.open()) {
            log.store.refuse(values(Set.of(5)));
            log.store.fail(
                    Fault.REFUSED,
                    Fault.AWAY,
                    Fault.UNKNOWN_BUT_STORED,
                    Fault.TIMED_OUT,
                    Fault.A_BUG);

            log.store(metrics(1, 10));
            log.store(metrics(11, 1));

            assertThat(log.heard.setAsides()).containsExactly(1);
            assertThat(log.aside.all()).containsExactly(metrics(5, 1).getFirst());
            assertThat(log.values(like)).hasSize(10).doesNotContain(5.0);
            assertThat(log.store.attempts().stream().map(Block::token).distinct()).hasSize(2);
        }
    }

    @Test
    void a_refusal_that_no_metric_is_to_blame_for_is_repeated_and_sets_nothing_aside() {
        try (TestLog log = TestLog.open()) {
            log.store.fail(Fault.REFUSED, Fault.REFUSED);

            log.store(metrics(1, 10));

            assertThat(log.values(like)).hasSize(10);
            assertThat(log.aside.all()).isEmpty();
            assertThat(log.heard.setAsides()).isEmpty();
        }
    }

    @Test
    void a_metric_that_turns_bad_later_joins_those_set_aside_before() {
        TestStore store = new TestStore(new InMemoryStorage().writer());
        List<List<TestMetric>> kept = new ArrayList<>();
        Block block =
                Blocks.ofNewNode().next(Metrics.batch(TestMetrics.dictionary(), metrics(1, 6)));
        SetAside aside = (_, metrics, _) -> kept.add(Metrics.in(metrics));
        Delivery delivery = new Delivery(store, aside, block);
        store.refuse(values(Set.of(2)));
        store.fail(Fault.REFUSED, Fault.AWAY);
        assertThat(catching(delivery)).isNotNull();

        store.refuse(values(Set.of(2, 4)));
        delivery.attempt();

        assertThat(kept.getLast())
                .containsExactly(metrics(2, 1).getFirst(), metrics(4, 1).getFirst());
        assertThat(delivery.setAside()).isEqualTo(2);
        assertThat(delivery.size()).isEqualTo(4);
    }

    @Test
    void nothing_is_left_out_that_could_not_be_set_aside() {
        TestStore store = new TestStore(new InMemoryStorage().writer());
        AtomicInteger asked = new AtomicInteger();
        SetAside aside =
                (_, _, _) -> {
                    if (asked.incrementAndGet() == 1) {
                        throw new JournalException.Stopped("disk full");
                    }
                };
        Block block =
                Blocks.ofNewNode().next(Metrics.batch(TestMetrics.dictionary(), metrics(1, 4)));
        Delivery delivery = new Delivery(store, aside, block);
        store.refuse(values(Set.of(2)));

        assertThat(catching(delivery)).hasRootCauseMessage("disk full");
        assertThat(delivery.size()).isEqualTo(4);

        delivery.attempt();
        assertThat(asked).hasValue(2);
        assertThat(delivery.size()).isEqualTo(3);
    }

    private static RuntimeException catching(Delivery delivery) {
        try {
            delivery.attempt();
            return null;
        } catch (RuntimeException failure) {
            return failure;
        }
    }
}
