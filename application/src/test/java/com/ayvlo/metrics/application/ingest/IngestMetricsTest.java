package com.ayvlo.metrics.application.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ayvlo.metrics.domain.journal.JournalException;
import com.ayvlo.metrics.domain.journal.RequestKey;
import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Reason;
import com.ayvlo.metrics.domain.tenant.Retention;
import com.ayvlo.metrics.domain.tenant.Tenant;
import com.ayvlo.metrics.domain.tenant.TenantStatus;
import com.ayvlo.metrics.testkit.TestMetric;
import com.ayvlo.metrics.testkit.TestMetrics;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(60)
final class IngestMetricsTest {
    private static final RequestKey KEY = new RequestKey(1, 2);

    private final Tenant tenant =
            new Tenant(TestMetrics.freshTenant(), "t", TenantStatus.ACTIVE, Retention.DEFAULT);
    private final TestMetric like = TestMetric.of(tenant.id(), "m");
    private TestLog log = TestLog.open();

    @AfterEach
    void close() {
        log.close();
    }

    private static IngestRequest request(IngestMode mode, Ack ack) {
        return new IngestRequest(mode, ack, Optional.empty());
    }

    private static IngestRequest keyed(long fingerprint, Ack ack) {
        Keyed keyed =
                new Keyed(
                        KEY,
                        () -> new Fingerprint(fingerprint, 0),
                        outcome -> StandardCharsets.UTF_8.encode(text(outcome)));
        return new IngestRequest(IngestMode.PARTIAL, ack, Optional.of(keyed));
    }

    private static String text(IngestOutcome outcome) {
        return switch (outcome) {
            case IngestOutcome.Accepted accepted -> "accepted " + accepted.accepted();
            case IngestOutcome.Refused refused -> "refused " + refused.rejections().size();
            case IngestOutcome.Invalid invalid -> "invalid " + invalid.fault().field();
            default -> throw new AssertionError("not to be remembered: " + outcome);
        };
    }

    private IngestOutcome ingest(IngestRequest request, MetricSource source) {
        return new IngestMetrics(log.dictionary, log.log(), log.clock, 10)
                .ingest(tenant, request, source);
    }

    private IngestOutcome ingest(IngestMode mode, double... values) {
        return ingest(request(mode, Ack.STORED), source(values));
    }

    /** NaN for a bad one. */
    private static MetricSource source(double... values) {
        return sink -> {
            for (double value : values) {
                sink.begin();
                sink.name("m");
                sink.value(value);
                sink.end();
            }
        };
    }

    @Test
    void all_good_are_accepted_and_stored_when_that_was_waited_for() {
        assertThat(ingest(IngestMode.PARTIAL, 1, 2))
                .isEqualTo(new IngestOutcome.Accepted(2, true, List.of()));
        assertThat(log.values(like)).containsExactly(1.0, 2.0);
    }

    @Test
    void the_good_ones_are_kept_and_the_bad_ones_named() {
        IngestOutcome outcome = ingest(IngestMode.PARTIAL, 1, Double.NaN, 3);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        IngestOutcome.Accepted.class,
                        accepted -> {
                            assertThat(accepted.accepted()).isEqualTo(2);
                            assertThat(accepted.rejections())
                                    .extracting(Rejection::index)
                                    .containsExactly(1);
                        });
        assertThat(log.values(like)).containsExactly(1.0, 3.0);
    }

    @Test
    void an_atomic_request_with_a_bad_one_keeps_nothing() {
        assertThat(ingest(IngestMode.ATOMIC, 1, Double.NaN, 3))
                .isInstanceOf(IngestOutcome.Refused.class);
        assertThat(Cuts.records(log.journal)).isEmpty();
        assertThat(ingest(IngestMode.ATOMIC, 1, 3)).isInstanceOf(IngestOutcome.Accepted.class);
    }

    @Test
    void a_request_of_nothing_but_bad_ones_is_refused() {
        assertThat(ingest(IngestMode.PARTIAL, Double.NaN))
                .isInstanceOf(IngestOutcome.Refused.class);
        assertThat(Cuts.records(log.journal)).isEmpty();
    }

    @Test
    void an_empty_request_is_accepted_and_writes_nothing() {
        assertThat(ingest(IngestMode.PARTIAL))
                .isEqualTo(new IngestOutcome.Accepted(0, false, List.of()));
        assertThat(Cuts.records(log.journal)).isEmpty();
    }

    @Test
    void a_request_that_breaks_a_rule_as_a_whole_keeps_nothing() {
        assertThat(ingest(IngestMode.PARTIAL, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11))
                .isInstanceOfSatisfying(
                        IngestOutcome.Invalid.class,
                        invalid ->
                                assertThat(invalid.fault().reason())
                                        .isEqualTo(Reason.BATCH_TOO_LARGE));
        assertThat(Cuts.records(log.journal)).isEmpty();
    }

    @Test
    void a_source_that_fails_in_the_middle_keeps_nothing_and_is_heard_of() {
        MetricSource broken =
                sink -> {
                    source(1, 2).feed(sink);
                    throw new IllegalStateException("connection reset");
                };
        assertThatThrownBy(() -> ingest(request(IngestMode.PARTIAL, Ack.DURABLE), broken))
                .hasMessage("connection reset");
        assertThat(Cuts.records(log.journal)).isEmpty();
    }

    @Test
    void without_room_the_source_is_not_asked() {
        log.journal.refuse(true);
        AtomicInteger asked = new AtomicInteger();

        assertThatThrownBy(
                        () ->
                                ingest(
                                        request(IngestMode.PARTIAL, Ack.DURABLE),
                                        _ -> asked.incrementAndGet()))
                .isInstanceOf(JournalException.Full.class);
        assertThat(asked).hasValue(0);
    }

    @Test
    void durable_is_enough_while_the_store_is_away() {
        log.store.away(true);
        assertThat(ingest(request(IngestMode.PARTIAL, Ack.DURABLE), source(1)))
                .isEqualTo(new IngestOutcome.Accepted(1, false, List.of()));
        assertThat(Cuts.metrics(log.journal)).isEqualTo(1);
    }

    private static String answer(IngestOutcome outcome) {
        ByteBuffer answer = ((IngestOutcome.Repeated) outcome).answer().duplicate();
        return StandardCharsets.UTF_8.decode(answer).toString();
    }

    @Test
    void a_request_with_a_key_adds_once_and_gets_the_first_answer_again() {
        assertThat(ingest(keyed(7, Ack.STORED), source(1, Double.NaN)))
                .isInstanceOf(IngestOutcome.Accepted.class);

        IngestOutcome again = ingest(keyed(7, Ack.STORED), source(1, Double.NaN));

        assertThat(answer(again)).isEqualTo("accepted 1");
        assertThat(((IngestOutcome.Repeated) again).stored()).isTrue();
        assertThat(log.values(like)).containsExactly(1.0);
    }

    @Test
    void a_key_is_remembered_across_a_crash_from_the_same_record_as_the_metrics() {
        log.store.away(true);
        ingest(keyed(7, Ack.DURABLE), source(1));
        log = log.crash(_ -> {});

        assertThat(answer(ingest(keyed(7, Ack.STORED), source(1)))).isEqualTo("accepted 1");
        assertThat(log.values(like)).containsExactly(1.0);
    }

    @Test
    void a_key_is_remembered_when_its_record_was_released() {
        ingest(keyed(7, Ack.STORED), source(1));
        log.close();
        assertThat(Cuts.metrics(log.journal)).isZero();
        log = log.crash(_ -> {});

        assertThat(answer(ingest(keyed(7, Ack.DURABLE), source(1)))).isEqualTo("accepted 1");
    }

    @Test
    void a_refusal_of_the_whole_request_is_remembered_too() {
        ingest(keyed(7, Ack.DURABLE), source(Double.NaN));
        log = log.crash(_ -> {});

        assertThat(answer(ingest(keyed(7, Ack.DURABLE), source(Double.NaN))))
                .isEqualTo("refused 1");
    }

    @Test
    void another_request_under_the_same_key_is_told_so() {
        ingest(keyed(7, Ack.STORED), source(1));
        assertThat(ingest(keyed(8, Ack.STORED), source(2)))
                .isEqualTo(new IngestOutcome.KeyReused());
        assertThat(log.values(like)).containsExactly(1.0);
    }

    @Test
    void a_second_request_under_a_key_that_is_being_answered_is_told_so() {
        IngestOutcome[] second = new IngestOutcome[1];
        IngestMetrics ingest = new IngestMetrics(log.dictionary, log.log(), log.clock, 10);
        ingest.ingest(
                tenant,
                keyed(7, Ack.STORED),
                sink -> {
                    second[0] = ingest.ingest(tenant, keyed(7, Ack.STORED), source(1));
                    source(1).feed(sink);
                });
        assertThat(second[0]).isEqualTo(new IngestOutcome.KeyInUse());
        assertThat(log.values(like)).containsExactly(1.0);
        assertThat(ingest.ingest(tenant, keyed(7, Ack.STORED), source(1)))
                .isInstanceOf(IngestOutcome.Repeated.class);
    }

    @Test
    void a_key_is_free_again_after_its_request_failed() {
        MetricSource broken =
                _ -> {
                    throw new IllegalStateException("cut off");
                };
        IngestMetrics ingest = new IngestMetrics(log.dictionary, log.log(), log.clock, 10);
        assertThatThrownBy(() -> ingest.ingest(tenant, keyed(7, Ack.STORED), broken))
                .hasMessage("cut off");
        assertThat(ingest.ingest(tenant, keyed(7, Ack.STORED), source(1)))
                .isInstanceOf(IngestOutcome.Accepted.class);
    }

    @Test
    void without_room_for_keys_nothing_is_kept_but_known_ones_are_still_answered() {
        ingest(keyed(7, Ack.STORED), source(1));
        log.answers.room(false);
        assertThat(ingest(keyed(7, Ack.STORED), source(1)))
                .isInstanceOf(IngestOutcome.Repeated.class);
        log.answers.room(true);
        RequestKey another = new RequestKey(3, 4);
        Keyed keyed = new Keyed(another, () -> new Fingerprint(1, 1), _ -> ByteBuffer.allocate(0));
        log.answers.room(false);
        assertThat(
                        ingest(
                                new IngestRequest(
                                        IngestMode.PARTIAL, Ack.DURABLE, Optional.of(keyed)),
                                source(5)))
                .isEqualTo(new IngestOutcome.NoRoomForKeys());
        assertThat(log.values(like)).containsExactly(1.0);
    }

    @Test
    void an_invalid_request_names_its_fault() {
        InvalidValue fault = new InvalidValue(Reason.INVALID_TYPE, "metrics", "a list");
        assertThat(
                        ingest(
                                request(IngestMode.PARTIAL, Ack.DURABLE),
                                _ -> {
                                    throw fault;
                                }))
                .isEqualTo(new IngestOutcome.Invalid(fault));
    }
}
