package com.ayvlo.metrics.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.journal.KeyedAnswer;
import com.ayvlo.metrics.domain.journal.Peers;
import com.ayvlo.metrics.domain.journal.PeersComplete;
import com.ayvlo.metrics.domain.journal.RequestKey;
import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.TenantId;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/** What all {@link Peers} promise, seen from two nodes. */
public interface PeersContract {
    /** A node that has not beaten yet, always the same. */
    Peers one();

    /** Another. */
    Peers two();

    /**
     * Makes it so that nobody has said anything for {@link Peers#SILENT_AFTER}, and not much
     * longer.
     */
    void fallSilent();

    /** Makes it so that nobody has said anything for {@link Peers#FORGOTTEN_AFTER}. */
    void fallIntoOblivion();

    @Test
    default void completeUntil_isUnknownBeforeTheFirstBeat() {
        two().beat();

        assertThat(one().completeUntil(TestMetrics.freshTenant()))
                .isEqualTo(new PeersComplete.Unknown());
    }

    @Test
    default void completeUntil_isKnownToBeWholeIfNobodyToldAnything() {
        bothBeat();

        assertThat(one().completeUntil(TestMetrics.freshTenant())).isEqualTo(whole());
    }

    @Test
    default void completeUntil_isWhatTheOtherToldLast() {
        TenantId tenant = TestMetrics.freshTenant();
        bothBeat();

        for (long millis : new long[] {1_736_937_000_123L, 0, 4_260_211_200_000L, -1}) {
            tell(one(), tenant, millis);
            assertThat(two().completeUntil(tenant)).isEqualTo(until(millis));
        }
        one().tell(Map.of(tenant, Optional.empty()));
        assertThat(two().completeUntil(tenant)).isEqualTo(whole());
    }

    @Test
    default void completeUntil_leavesOutTheOneThatAsks() {
        TenantId tenant = TestMetrics.freshTenant();
        bothBeat();
        tell(one(), tenant, 5);
        assertThat(one().completeUntil(tenant)).isEqualTo(whole());

        tell(two(), tenant, 7);
        assertThat(one().completeUntil(tenant)).isEqualTo(until(7));
        assertThat(two().completeUntil(tenant)).isEqualTo(until(5));
    }

    @Test
    default void tell_takesManyTenantsAndKeepsThemApart() {
        bothBeat();
        Map<TenantId, Optional<Instant>> told = new HashMap<>();
        for (long i = 0; i < 100; i++) {
            told.put(TestMetrics.freshTenant(), Optional.of(Instant.ofEpochMilli(i)));
        }

        assertThat(one().tell(told)).isTrue();
        assertThat(one().tell(Map.of())).isTrue();

        told.forEach(
                (tenant, earliest) ->
                        assertThat(two().completeUntil(tenant))
                                .isEqualTo(new PeersComplete.Known(earliest)));
        assertThat(two().completeUntil(TestMetrics.freshTenant())).isEqualTo(whole());
    }

    @Test
    default void completeUntil_knowsWhatWasToldBeforeTheBeat() {
        TenantId tenant = TestMetrics.freshTenant();
        tell(one(), tenant, 5);
        bothBeat();

        assertThat(two().completeUntil(tenant)).isEqualTo(until(5));
    }

    @Test
    default void completeUntil_isUnknownWhileANodeIsSilent() {
        TenantId tenant = TestMetrics.freshTenant();
        bothBeat();
        tell(one(), tenant, 5);

        fallSilent();
        two().beat();

        assertThat(two().completeUntil(tenant)).isEqualTo(new PeersComplete.Unknown());
        tell(one(), tenant, 6);
        assertThat(one().beat()).isTrue();
        assertThat(two().completeUntil(tenant)).isEqualTo(until(6));
    }

    @Test
    default void completeUntil_forgetsANodeThatIsGone() {
        TenantId tenant = TestMetrics.freshTenant();
        bothBeat();
        tell(one(), tenant, 5);

        fallIntoOblivion();
        two().beat();

        assertThat(two().completeUntil(tenant)).isEqualTo(whole());
    }

    @Test
    default void leave_isNotMissed() {
        TenantId tenant = TestMetrics.freshTenant();
        bothBeat();
        one().leave();

        fallSilent();
        two().beat();

        assertThat(two().completeUntil(tenant)).isEqualTo(whole());
        assertThat(one().completeUntil(tenant)).isEqualTo(new PeersComplete.Unknown());
    }

    @Test
    default void find_givesWhatAnotherNodeAnswered() {
        TenantId tenant = TestMetrics.freshTenant();
        byte[] large = new byte[1_000_000];
        new Random(1).nextBytes(large);
        for (byte[] text :
                new byte[][] {{}, "{\"accepted\":1}".getBytes(StandardCharsets.UTF_8), large}) {
            KeyedAnswer answer = answer(tenant, freshKey(), ByteBuffer.wrap(text));
            assertThat(two().find(tenant, answer.key())).isEmpty();

            one().tell(answer);

            assertThat(two().find(tenant, answer.key())).contains(answer);
            assertThat(one().find(tenant, answer.key())).contains(answer);
        }
    }

    @Test
    default void find_takesTheAnswerFromPositionToLimit() {
        TenantId tenant = TestMetrics.freshTenant();
        ByteBuffer part = StandardCharsets.UTF_8.encode("[answer]").position(1).limit(7);
        KeyedAnswer answer = answer(tenant, freshKey(), part);

        one().tell(answer);

        assertThat(two().find(tenant, answer.key()).orElseThrow().answer())
                .isEqualTo(StandardCharsets.UTF_8.encode("answer"));
        assertThat(part.remaining()).isEqualTo(6);
        assertThat(answer.answer().remaining()).isEqualTo(6);
    }

    @Test
    default void find_comparesTheWholeKeyAndTheTenant() {
        TenantId tenant = TestMetrics.freshTenant();
        RequestKey key = freshKey();
        one().tell(answer(tenant, key, StandardCharsets.UTF_8.encode("answer")));

        assertThat(two().find(tenant, new RequestKey(key.high(), ~key.low()))).isEmpty();
        assertThat(two().find(tenant, new RequestKey(~key.high(), key.low()))).isEmpty();
        assertThat(two().find(TestMetrics.freshTenant(), key)).isEmpty();
        assertThat(two().find(tenant, key)).isPresent();
    }

    @Test
    default void find_givesTheFirstOfTwoAnswers() {
        TenantId tenant = TestMetrics.freshTenant();
        RequestKey key = freshKey();
        KeyedAnswer first = answer(tenant, key, StandardCharsets.UTF_8.encode("first"));
        one().tell(first);

        two().tell(answer(tenant, key, StandardCharsets.UTF_8.encode("second")));

        assertThat(one().find(tenant, key)).contains(first);
    }

    @Test
    default void check_isUpAndCloseMayBeRepeated() {
        assertThat(one().check().status()).isEqualTo(Health.Status.UP);
        one().close();
        one().close();
    }

    private void bothBeat() {
        assertThat(one().beat()).isTrue();
        assertThat(two().beat()).isTrue();
    }

    private static void tell(Peers node, TenantId tenant, long millis) {
        Instant earliest = Instant.ofEpochMilli(millis);
        assertThat(node.tell(Map.of(tenant, Optional.of(earliest)))).isTrue();
    }

    private static PeersComplete whole() {
        return new PeersComplete.Known(Optional.empty());
    }

    private static PeersComplete until(long millis) {
        return new PeersComplete.Known(Optional.of(Instant.ofEpochMilli(millis)));
    }

    private static RequestKey freshKey() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new RequestKey(random.nextLong(), random.nextLong());
    }

    private static KeyedAnswer answer(TenantId tenant, RequestKey key, ByteBuffer text) {
        return new KeyedAnswer(key, tenant, Long.MIN_VALUE, 37, 1_736_937_000_123L, text);
    }
}
