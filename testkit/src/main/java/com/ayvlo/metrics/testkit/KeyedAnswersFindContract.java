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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What is put is found, as it was and until it is closed. */
public interface KeyedAnswersFindContract extends KeyedAnswersSetup {
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
