package com.ayvlo.metrics.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ayvlo.metrics.domain.journal.JournalException;
import com.ayvlo.metrics.domain.journal.KeyedAnswer;
import com.ayvlo.metrics.domain.journal.KeyedAnswers;
import com.ayvlo.metrics.domain.journal.RequestKey;
import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.TenantId;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/** What everything that remembers the answers to keyed requests promises, for 24 hours. */
public interface KeyedAnswersContract {
    /** More than any of these tests puts. */
    long ROOMY = 1_000_000;

    /** Long enough that whatever was remembered before may be forgotten. */
    Duration MORE_THAN_A_DAY = Duration.ofHours(26);

    /** Nothing remembered, bounded to this many, and not open yet. */
    KeyedAnswers freshAnswers(long maxKeys);

    /** What the clock shows. */
    Instant now();

    /** So much time goes by. */
    void pass(Duration time);

    /** Somebody sets the clock by this much, forwards or back. */
    void stepClock(Duration step);

    /** Opens what remembers nothing. */
    private KeyedAnswers opened(long maxKeys) {
        KeyedAnswers answers = freshAnswers(maxKeys);
        answers.open();
        return answers;
    }

    /** The answer to request n of a tenant, given now. */
    default KeyedAnswer answer(TenantId tenant, long n) {
        return answer(new RequestKey(n, -n), tenant, "{\"accepted\":" + n + "}");
    }

    private KeyedAnswer answer(RequestKey key, TenantId tenant, String text) {
        return new KeyedAnswer(
                key,
                tenant,
                key.high() * 31,
                key.low() * 37,
                now().toEpochMilli(),
                ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private KeyedAnswer put(KeyedAnswers answers, TenantId tenant, long n) {
        KeyedAnswer answer = answer(tenant, n);
        answers.put(answer);
        return answer;
    }

    @Test
    default void find_givesWhatWasPut() {
        TenantId tenant = TestMetrics.freshTenant();
        try (KeyedAnswers answers = opened(ROOMY)) {
            KeyedAnswer first = put(answers, tenant, 1);
            KeyedAnswer second = put(answers, TestMetrics.freshTenant(), Long.MIN_VALUE);

            assertThat(answers.find(first.key())).contains(first);
            assertThat(answers.find(second.key())).contains(second);
            assertThat(answers.size()).isEqualTo(2);
        }
    }

    @Test
    default void find_comparesTheWholeKey() {
        TenantId tenant = TestMetrics.freshTenant();
        List<RequestKey> keys = new ArrayList<>();
        for (long high : new long[] {0, 1, -1, Long.MIN_VALUE}) {
            for (long low : new long[] {0, 1, -1, Long.MIN_VALUE}) {
                keys.add(new RequestKey(high, low));
            }
        }
        try (KeyedAnswers answers = opened(ROOMY)) {
            for (RequestKey key : keys) {
                assertThat(answers.find(key)).isEmpty();
                answers.put(answer(key, tenant, key.toString()));
            }

            assertThat(keys)
                    .allSatisfy(
                            key ->
                                    assertThat(answers.find(key))
                                            .contains(answer(key, tenant, key.toString())));
        }
    }

    @Test
    default void put_takesTheAnswerFromPositionToLimit() {
        TenantId tenant = TestMetrics.freshTenant();
        ByteBuffer text = ByteBuffer.wrap("[answer]".getBytes(StandardCharsets.UTF_8));
        ByteBuffer direct = ByteBuffer.allocateDirect(8).put(text.duplicate()).position(1).limit(7);
        ByteBuffer heap = text.duplicate().position(1).limit(7);
        try (KeyedAnswers answers = opened(ROOMY)) {
            RequestKey key = new RequestKey(1, 1);
            RequestKey other = new RequestKey(2, 2);
            answers.put(new KeyedAnswer(key, tenant, 1, 2, now().toEpochMilli(), direct));
            answers.put(new KeyedAnswer(other, tenant, 1, 2, now().toEpochMilli(), heap));
            direct.put(2, (byte) 'X');
            text.put(2, (byte) 'X');

            assertThat(answers.find(key))
                    .contains(
                            new KeyedAnswer(
                                    key,
                                    tenant,
                                    1,
                                    2,
                                    now().toEpochMilli(),
                                    ByteBuffer.wrap("answer".getBytes(StandardCharsets.UTF_8))));
            assertThat(answers.find(other).orElseThrow().answer())
                    .isEqualTo(ByteBuffer.wrap("answer".getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    default void put_takesEmptyAndLargeAnswers() {
        TenantId tenant = TestMetrics.freshTenant();
        byte[] large = new byte[1_500_000];
        new Random(1).nextBytes(large);
        try (KeyedAnswers answers = opened(ROOMY)) {
            KeyedAnswer empty = answer(new RequestKey(1, 1), tenant, "");
            KeyedAnswer big =
                    new KeyedAnswer(
                            new RequestKey(2, 2),
                            tenant,
                            1,
                            2,
                            now().toEpochMilli(),
                            ByteBuffer.wrap(large));
            answers.put(empty);
            answers.put(big);
            KeyedAnswer behind = put(answers, tenant, 3);

            assertThat(answers.find(empty.key())).contains(empty);
            assertThat(answers.find(big.key())).contains(big);
            assertThat(answers.find(behind.key())).contains(behind);
        }
    }

    @Test
    default void put_ofWhatIsKnownChangesNothing() {
        TenantId tenant = TestMetrics.freshTenant();
        try (KeyedAnswers answers = opened(ROOMY)) {
            KeyedAnswer first = put(answers, tenant, 1);
            pass(Duration.ofHours(3));
            answers.put(answer(first.key(), tenant, "another"));
            answers.put(answer(first.key(), TestMetrics.freshTenant(), "another's"));

            assertThat(answers.find(first.key())).contains(first);
            assertThat(answers.size()).isOne();
        }
    }

    @Test
    default void nothing_isForgottenInADay() {
        TenantId tenant = TestMetrics.freshTenant();
        try (KeyedAnswers answers = opened(ROOMY)) {
            List<KeyedAnswer> put = new ArrayList<>();
            for (int hour = 0; hour < 24; hour++) {
                put.add(put(answers, tenant, hour));
                pass(Duration.ofHours(1).minusMillis(1));
                use(answers, tenant);
            }

            assertThat(put).allSatisfy(one -> assertThat(answers.find(one.key())).contains(one));
            assertThat(answers.size()).isEqualTo(24);
        }
    }

    /** Everything that may be the occasion to forget something. */
    private static void use(KeyedAnswers answers, TenantId tenant) {
        answers.hasRoom(tenant);
        answers.secure();
        answers.check();
    }

    @Test
    default void nothing_isForgottenWhenTheClockIsSetBack() {
        TenantId tenant = TestMetrics.freshTenant();
        try (KeyedAnswers answers = opened(ROOMY)) {
            KeyedAnswer before = put(answers, tenant, 1);
            stepClock(Duration.ofDays(-30));
            use(answers, tenant);
            KeyedAnswer during = put(answers, tenant, 2);
            use(answers, tenant);
            assertThat(answers.find(before.key())).contains(before);
            assertThat(answers.find(during.key())).contains(during);

            pass(Duration.ofHours(23));
            use(answers, tenant);

            assertThat(answers.find(before.key())).contains(before);
            assertThat(answers.find(during.key())).contains(during);
        }
    }

    @Test
    default void room_isBoundedAndComesBack() {
        try (KeyedAnswers answers = opened(10)) {
            for (int n = 0; n < 10; n++) {
                TenantId tenant = TestMetrics.freshTenant();
                assertThat(answers.hasRoom(tenant)).isTrue();
                put(answers, tenant, n);
            }

            assertThat(answers.hasRoom(TestMetrics.freshTenant())).isFalse();
            assertThat(answers.check().status()).isEqualTo(Health.Status.DEGRADED);

            pass(MORE_THAN_A_DAY);

            assertThat(answers.hasRoom(TestMetrics.freshTenant())).isTrue();
            assertThat(answers.size()).isZero();
            assertThat(answers.check().status()).isEqualTo(Health.Status.UP);
            assertThat(answers.find(new RequestKey(1, -1))).isEmpty();
        }
    }

    @Test
    default void room_ofOneTenantIsHalf() {
        TenantId tenant = TestMetrics.freshTenant();
        try (KeyedAnswers answers = opened(10)) {
            for (int n = 0; n < 5; n++) {
                assertThat(answers.hasRoom(tenant)).isTrue();
                put(answers, tenant, n);
            }

            assertThat(answers.hasRoom(tenant)).isFalse();
            assertThat(answers.hasRoom(TestMetrics.freshTenant())).isTrue();
            assertThat(answers.check().status()).isEqualTo(Health.Status.UP);

            pass(MORE_THAN_A_DAY);
            assertThat(answers.hasRoom(tenant)).isTrue();
        }
    }

    @Test
    default void put_isTakenBeyondTheRoom() {
        TenantId tenant = TestMetrics.freshTenant();
        try (KeyedAnswers answers = opened(4)) {
            List<KeyedAnswer> put =
                    LongStream.range(0, 9).mapToObj(n -> put(answers, tenant, n)).toList();

            assertThat(put).allSatisfy(one -> assertThat(answers.find(one.key())).contains(one));
            assertThat(answers.hasRoom(tenant)).isFalse();
        }
    }

    @Test
    default void beforeOpen_nothingIsTaken() {
        KeyedAnswers answers = freshAnswers(ROOMY);

        assertStopped(answers);
    }

    @Test
    default void close_endsEverything() {
        KeyedAnswers answers = opened(ROOMY);
        put(answers, TestMetrics.freshTenant(), 1);
        assertThat(answers.check().status()).isEqualTo(Health.Status.UP);

        answers.close();
        answers.close();

        assertStopped(answers);
    }

    private void assertStopped(KeyedAnswers answers) {
        TenantId tenant = TestMetrics.freshTenant();
        assertThat(answers.check().status()).isEqualTo(Health.Status.DOWN);
        assertThat(answers.hasRoom(tenant)).isFalse();
        assertThatThrownBy(() -> answers.find(new RequestKey(1, -1)))
                .isInstanceOf(JournalException.Stopped.class);
        assertThatThrownBy(() -> put(answers, tenant, 1))
                .isInstanceOf(JournalException.Stopped.class);
        assertThatThrownBy(answers::secure).isInstanceOf(JournalException.Stopped.class);
    }

    @Test
    default void manyThreadsFindWhatTheyPut() throws Exception {
        TenantId tenant = TestMetrics.freshTenant();
        try (KeyedAnswers answers = opened(ROOMY);
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                long from = thread * 1000L;
                running.add(executor.submit(() -> putAndFind(answers, tenant, from)));
            }
            for (Future<?> one : running) {
                one.get();
            }

            assertThat(answers.size()).isEqualTo(4000);
        }
    }

    private void putAndFind(KeyedAnswers answers, TenantId tenant, long from) {
        for (long n = from; n < from + 1000; n++) {
            KeyedAnswer answer = put(answers, tenant, n);
            assertThat(answers.find(answer.key())).contains(answer);
            if (n % 100 == 0) {
                answers.secure();
            }
        }
    }
}
