package com.ayvlo.metrics.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.journal.KeyedAnswer;
import com.ayvlo.metrics.domain.journal.KeyedAnswers;
import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.TenantId;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/** What survives the process; damage and failures of the disk are tested where there is a disk. */
public interface KeyedAnswersDurabilityContract extends KeyedAnswersContract {
    /**
     * What the next process finds where these answers are, opened: they may be closed, or still
     * open as if their process were killed.
     */
    KeyedAnswers reopen(KeyedAnswers answers);

    private List<KeyedAnswer> putAll(KeyedAnswers answers, TenantId tenant, long from, long to) {
        List<KeyedAnswer> put =
                LongStream.range(from, to).mapToObj(n -> answer(tenant, n)).toList();
        put.forEach(answers::put);
        return put;
    }

    private static void assertAllFound(KeyedAnswers answers, List<KeyedAnswer> expected) {
        assertThat(expected).allSatisfy(one -> assertThat(answers.find(one.key())).contains(one));
    }

    @Test
    default void secure_keepsWhatWasPut() {
        TenantId tenant = TestMetrics.freshTenant();
        KeyedAnswers before = freshAnswers(ROOMY);
        before.open();
        List<KeyedAnswer> first = putAll(before, tenant, 0, 100);
        pass(Duration.ofHours(2));
        List<KeyedAnswer> second = putAll(before, tenant, 100, 200);
        before.secure();

        try (KeyedAnswers after = reopen(before)) {
            assertAllFound(after, first);
            assertAllFound(after, second);
            assertThat(after.size()).isEqualTo(200);
            assertThat(after.check().status()).isEqualTo(Health.Status.UP);
        }
        before.close();
    }

    @Test
    default void secure_keepsAgainAndAgain() {
        TenantId tenant = TestMetrics.freshTenant();
        KeyedAnswers answers = freshAnswers(ROOMY);
        answers.open();
        for (int process = 0; process < 5; process++) {
            putAll(answers, tenant, process * 10L, process * 10L + 10);
            answers.secure();
            answers.close();
            answers = reopen(answers);
        }

        assertThat(answers.size()).isEqualTo(50);
        assertAllFound(answers, LongStream.range(0, 50).mapToObj(n -> answer(tenant, n)).toList());
        answers.close();
    }

    @Test
    default void whatWasNotSecured_isPutAgain() {
        TenantId tenant = TestMetrics.freshTenant();
        KeyedAnswers before = freshAnswers(ROOMY);
        before.open();
        List<KeyedAnswer> secured = putAll(before, tenant, 0, 10);
        before.secure();
        List<KeyedAnswer> open = putAll(before, tenant, 10, 20);

        try (KeyedAnswers after = reopen(before)) {
            assertAllFound(after, secured);
            secured.forEach(after::put);
            open.forEach(after::put);

            assertAllFound(after, secured);
            assertAllFound(after, open);
            assertThat(after.size()).isEqualTo(20);
        }
        before.close();
    }

    @Test
    default void reopen_countsWhatTenantsHave() {
        TenantId tenant = TestMetrics.freshTenant();
        KeyedAnswers before = freshAnswers(10);
        before.open();
        putAll(before, tenant, 0, 5);
        before.secure();
        before.close();

        try (KeyedAnswers after = reopen(before)) {
            assertThat(after.hasRoom(tenant)).isFalse();
            putAll(after, TestMetrics.freshTenant(), 5, 10);
            assertThat(after.hasRoom(TestMetrics.freshTenant())).isFalse();

            pass(MORE_THAN_A_DAY);
            assertThat(after.hasRoom(tenant)).isTrue();
            assertThat(after.size()).isZero();
        }
    }

    @Test
    default void reopen_keepsTheKnownAnswer() {
        TenantId tenant = TestMetrics.freshTenant();
        KeyedAnswers before = freshAnswers(ROOMY);
        before.open();
        List<KeyedAnswer> first = putAll(before, tenant, 0, 5);
        before.secure();
        before.close();
        pass(Duration.ofHours(23));

        try (KeyedAnswers after = reopen(before)) {
            putAll(after, tenant, 0, 5);
            assertAllFound(after, first);
            assertThat(after.size()).isEqualTo(5);
        }
    }
}
