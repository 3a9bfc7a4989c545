package com.ayvlo.metrics.application.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.journal.Peers;
import com.ayvlo.metrics.domain.journal.RequestKey;
import com.ayvlo.metrics.domain.storage.NodeId;
import com.ayvlo.metrics.domain.tenant.Retention;
import com.ayvlo.metrics.domain.tenant.Tenant;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.domain.tenant.TenantStatus;
import com.ayvlo.metrics.testkit.InMemoryPeers;
import com.ayvlo.metrics.testkit.MutableClock;
import com.ayvlo.metrics.testkit.TestMetric;
import com.ayvlo.metrics.testkit.TestMetrics;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Two nodes with one storage. */
@Timeout(60)
final class PeersTest {
    private static final MetricLog.Completeness WHOLE =
            new MetricLog.Completeness(Optional.empty(), true);
    private static final MetricLog.Completeness ALONE =
            new MetricLog.Completeness(Optional.empty(), false);
    private static final RequestKey KEY = new RequestKey(1, 2);

    private final Tenant tenant =
            new Tenant(TestMetrics.freshTenant(), "t", TenantStatus.ACTIVE, Retention.DEFAULT);
    private final TestMetric metric = TestMetric.of(tenant.id(), "m");
    private final InMemoryPeers.Place place =
            new InMemoryPeers.Place(MutableClock.at(TestMetric.START));
    private final NodeId nameOfOne = NodeId.random();
    private TestLog one;
    private TestLog two;

    @BeforeEach
    void open() {
        one = TestLog.prepare(TestLog.CONFIG).among(node(nameOfOne)).start();
        two = one.beside(node(NodeId.random())).start();
        await(() -> seenByTwo().equals(WHOLE) && one.log().completeness(id()).equals(WHOLE));
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
    }

    private Peers node(NodeId name) {
        return new InMemoryPeers(place, name);
    }

    private TenantId id() {
        return tenant.id();
    }

    private MetricLog.Completeness seenByTwo() {
        return two.log().completeness(id());
    }

    private static MetricLog.Completeness until(Instant time) {
        return new MetricLog.Completeness(Optional.of(time), true);
    }

    private static void await(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - start).isLessThan(TestLog.LONG.toNanos());
            LockSupport.parkNanos(1_000_000);
        }
    }

    private TestMetric at(Instant time) {
        return metric.at(time);
    }

    @Test
    void what_one_node_acknowledged_the_other_knows_to_be_missing_at_once() {
        one.stall();
        for (int second = 9; second >= 0; second--) {
            Instant time = TestMetric.START.plusSeconds(second);
            one.append(List.of(at(time)));
            assertThat(seenByTwo()).isEqualTo(until(time));
        }
        one.append(List.of(at(TestMetric.START.plusSeconds(5))));
        assertThat(seenByTwo()).isEqualTo(until(TestMetric.START));
        assertThat(two.log().completeness(TestMetrics.freshTenant())).isEqualTo(WHOLE);
    }

    @Test
    void the_earlier_of_both_nodes_counts() {
        one.stall();
        two.stall();
        one.append(List.of(at(TestMetric.START.plusSeconds(7))));
        two.append(List.of(at(TestMetric.START.plusSeconds(8))));
        assertThat(seenByTwo()).isEqualTo(until(TestMetric.START.plusSeconds(7)));

        two.append(List.of(at(TestMetric.START.plusSeconds(6))));
        assertThat(seenByTwo()).isEqualTo(until(TestMetric.START.plusSeconds(6)));
        assertThat(one.log().completeness(id())).isEqualTo(until(TestMetric.START.plusSeconds(6)));
    }

    @Test
    void when_all_is_stored_the_other_node_hears_of_it() {
        one.stall();
        one.append(List.of(metric));
        assertThat(seenByTwo()).isEqualTo(until(TestMetric.START));
        one.store.open();

        await(() -> seenByTwo().equals(WHOLE));

        one.append(List.of(metric));
        await(() -> seenByTwo().equals(WHOLE));
    }

    @Test
    void requests_that_tell_nothing_new_do_not_wait_for_peers() {
        one.stall();
        one.append(List.of(metric));
        int before = place.tellings();
        int requests = 10_000;
        for (int i = 0; i < requests; i++) {
            one.append(List.of(at(TestMetric.START.plusMillis(i))));
        }
        assertThat(place.tellings() - before).isLessThan(requests / 10);
    }

    @Test
    void while_peers_are_away_metrics_are_acknowledged_and_only_the_node_is_known() {
        place.away(true);
        one.stall();
        one.append(List.of(metric));
        assertThat(seenByTwo()).isEqualTo(ALONE);
        assertThat(one.log().completeness(id()))
                .isEqualTo(new MetricLog.Completeness(Optional.of(TestMetric.START), false));

        place.away(false);

        await(() -> seenByTwo().equals(until(TestMetric.START)));
    }

    @Test
    void what_the_place_lost_is_told_again() {
        one.stall();
        one.append(List.of(metric));
        place.lose();
        assertThat(seenByTwo()).isEqualTo(ALONE);

        await(() -> seenByTwo().equals(until(TestMetric.START)));
    }

    @Test
    void a_node_that_starts_again_tells_what_its_journal_has() {
        one.store.away(true);
        one.append(List.of(metric));
        place.lose();

        one =
                one.crash(
                        next -> {
                            next.store.away(true);
                            next.among(node(nameOfOne));
                        });

        await(() -> seenByTwo().equals(until(TestMetric.START)));
        one.store.away(false);
        await(() -> seenByTwo().equals(WHOLE));
    }

    @Test
    void a_node_that_stored_everything_takes_its_leave() {
        one.append(List.of(metric));
        one.close();

        assertThat(node(nameOfOne).completeUntil(id()))
                .isEqualTo(node(NodeId.random()).completeUntil(id())); // not known any more
        assertThat(seenByTwo()).isEqualTo(WHOLE);
    }

    @Test
    void a_node_that_leaves_something_unstored_does_not() {
        one.store.away(true);
        one.append(List.of(metric));
        one.log().close();

        assertThat(seenByTwo()).isEqualTo(until(TestMetric.START));
    }

    private IngestOutcome ingest(TestLog node, long fingerprint, Ack ack) {
        Keyed keyed =
                new Keyed(
                        KEY,
                        () -> new Fingerprint(fingerprint, 0),
                        _ -> StandardCharsets.UTF_8.encode("first answer"));
        return new IngestMetrics(node.dictionary, node.log(), node.clock, 10)
                .ingest(
                        tenant,
                        new IngestRequest(IngestMode.PARTIAL, ack, Optional.of(keyed)),
                        sink -> {
                            sink.begin();
                            sink.name("m");
                            sink.value(1);
                            sink.end();
                        });
    }

    @Test
    void a_repeat_on_the_other_node_gets_the_first_answer_and_adds_nothing() {
        assertThat(ingest(one, 7, Ack.STORED)).isInstanceOf(IngestOutcome.Accepted.class);

        assertThat(ingest(two, 7, Ack.STORED))
                .isEqualTo(
                        new IngestOutcome.Repeated(
                                StandardCharsets.UTF_8.encode("first answer").asReadOnlyBuffer(),
                                false));
        assertThat(ingest(two, 8, Ack.STORED)).isEqualTo(new IngestOutcome.KeyReused());
        assertThat(one.values(metric)).containsExactly(1.0);
        assertThat(Cuts.records(two.journal)).isEmpty();
    }

    @Test
    void a_known_answer_is_given_by_the_other_node_even_if_it_has_no_room_for_keys() {
        ingest(one, 7, Ack.STORED);
        two.answers.room(false);

        assertThat(ingest(two, 7, Ack.DURABLE)).isInstanceOf(IngestOutcome.Repeated.class);
    }

    @Test
    void while_peers_are_away_keys_hold_for_each_node() {
        place.away(true);
        ingest(one, 7, Ack.STORED);

        assertThat(ingest(one, 7, Ack.STORED)).isInstanceOf(IngestOutcome.Repeated.class);
        assertThat(ingest(two, 7, Ack.STORED)).isInstanceOf(IngestOutcome.Accepted.class);
        assertThat(one.values(metric)).containsExactly(1.0, 1.0);
    }

    @Test
    void what_a_node_answered_itself_it_does_not_ask_the_others() {
        ingest(one, 7, Ack.STORED);
        place.lose();
        ingest(two, 8, Ack.STORED);

        assertThat(ingest(one, 7, Ack.STORED)).isInstanceOf(IngestOutcome.Repeated.class);
        assertThat(ingest(two, 8, Ack.STORED)).isInstanceOf(IngestOutcome.Repeated.class);
    }
}
