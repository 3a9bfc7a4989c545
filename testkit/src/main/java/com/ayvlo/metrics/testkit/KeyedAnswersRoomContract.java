package com.ayvlo.metrics.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.journal.KeyedAnswer;
import com.ayvlo.metrics.domain.journal.KeyedAnswers;
import com.ayvlo.metrics.domain.journal.RequestKey;
import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.TenantId;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** How many answers are remembered, and for how long. */
public interface KeyedAnswersRoomContract extends KeyedAnswersSetup {
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
}
