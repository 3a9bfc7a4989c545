package com.ayvlo.metrics.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.tenant.Admission;
import com.ayvlo.metrics.domain.tenant.Allowance;
import com.ayvlo.metrics.domain.tenant.Charge;
import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.RateLimit;
import com.ayvlo.metrics.domain.tenant.RateLimiter;
import com.ayvlo.metrics.domain.tenant.TenantId;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/** What every {@link RateLimiter} promises. Time only passes when the test says so. */
public interface RateLimiterContract extends RateLimiterLoadContract {
    /** The shortest time that the limiter tells apart; at most a millisecond. */
    default Duration resolution() {
        return Duration.ofNanos(1);
    }

    @Test
    default void tryAcquire_noChargesAreAlwaysGranted() {
        TenantId tenant = TestMetrics.freshTenant();
        for (int i = 0; i < 10; i++) {
            assertThat(limiter().tryAcquire(tenant, List.of()))
                    .isEqualTo(new Admission.Granted(List.of()));
        }
    }

    @Test
    default void tryAcquire_givesTheWholeLimitAtOnceAndNoMore() {
        TenantId tenant = TestMetrics.freshTenant();
        RateLimit limit = perMinute("query", 100);
        for (int left = 99; left >= 0; left--) {
            Admission admission = acquire(tenant, new Charge(limit, 1));
            assertThat(admission)
                    .isEqualTo(granted(limit, left, Duration.ofMillis((100 - left) * 600L)));
        }
        assertThat(acquire(tenant, new Charge(limit, 1)))
                .isEqualTo(
                        new Admission.Throttled(
                                List.of(new Allowance(limit, 0, Duration.ofMinutes(1))),
                                Duration.ofMillis(600)));
    }

    @Test
    default void tryAcquire_givesTheWholeLimitToOneRequest() {
        TenantId tenant = TestMetrics.freshTenant();
        RateLimit limit = perMinute("ingestion", 1000);

        assertThat(acquire(tenant, new Charge(limit, 1000)))
                .isEqualTo(granted(limit, 0, Duration.ofMinutes(1)));
        assertThat(acquire(tenant, new Charge(limit, 1))).isInstanceOf(Admission.Throttled.class);
    }

    @Test
    default void tryAcquire_permitsComeBackEvenly() {
        TenantId tenant = TestMetrics.freshTenant();
        RateLimit limit = perMinute("query", 100);
        acquire(tenant, new Charge(limit, 100));
        for (int i = 0; i < 50; i++) {
            advance(Duration.ofMillis(599));
            assertThat(acquire(tenant, new Charge(limit, 1)))
                    .isInstanceOf(Admission.Throttled.class);
            advance(Duration.ofMillis(1));
            assertThat(acquire(tenant, new Charge(limit, 1)))
                    .isEqualTo(granted(limit, 0, Duration.ofMinutes(1)));
        }
        advance(Duration.ofHours(5));
        assertThat(acquire(tenant, new Charge(limit, 1)))
                .isEqualTo(granted(limit, 99, Duration.ofMillis(600)));
    }

    @Test
    default void tryAcquire_grantsAtRetryAfterAndNotBefore() {
        RateLimit limit = perMinute("ingestion", 1000);
        for (int cost : List.of(1, 2, 333, 1000)) {
            TenantId tenant = TestMetrics.freshTenant();
            acquire(tenant, new Charge(limit, 1000));
            advance(Duration.ofMillis(7));

            Duration wait = throttled(acquire(tenant, new Charge(limit, cost))).retryAfter();

            advance(wait.minus(resolution()));
            assertThat(acquire(tenant, new Charge(limit, cost)))
                    .isInstanceOf(Admission.Throttled.class);
            advance(resolution());
            assertThat(acquire(tenant, new Charge(limit, cost)))
                    .isInstanceOf(Admission.Granted.class);
        }
    }

    @Test
    default void tryAcquire_takesAllChargesOrNone() {
        TenantId tenant = TestMetrics.freshTenant();
        RateLimit narrow = perMinute("query", 10);
        RateLimit wide = perMinute("ingestion", 1000);
        acquire(tenant, new Charge(narrow, 10));

        for (int i = 0; i < 5; i++) {
            Admission both = acquire(tenant, new Charge(wide, 100), new Charge(narrow, 2));
            assertThat(throttled(both).retryAfter()).isEqualTo(Duration.ofSeconds(12));
            assertThat(both.allowances())
                    .containsExactly(
                            new Allowance(wide, 1000, Duration.ZERO),
                            new Allowance(narrow, 0, Duration.ofMinutes(1)));
        }

        advance(Duration.ofSeconds(12));
        assertThat(acquire(tenant, new Charge(wide, 100), new Charge(narrow, 2)).allowances())
                .containsExactly(
                        new Allowance(wide, 900, Duration.ofSeconds(6)),
                        new Allowance(narrow, 0, Duration.ofMinutes(1)));
    }

    @Test
    default void tryAcquire_tenantsAndLimitsDoNotInfluenceEachOther() {
        TenantId one = TestMetrics.freshTenant();
        TenantId two = TestMetrics.freshTenant();
        RateLimit query = perMinute("query", 10);
        RateLimit ingestion = perMinute("ingestion", 10);
        acquire(one, new Charge(query, 10));

        assertThat(acquire(one, new Charge(ingestion, 10))).isInstanceOf(Admission.Granted.class);
        assertThat(acquire(two, new Charge(query, 9))).isInstanceOf(Admission.Granted.class);
        assertThat(acquire(one, new Charge(query, 1))).isInstanceOf(Admission.Throttled.class);
        assertThat(acquire(two, new Charge(query, 1))).isInstanceOf(Admission.Granted.class);
    }

    /**
     * There is no time at which it would be granted, so retryAfter is only promised to be positive.
     */
    @Test
    default void tryAcquire_moreThanTheLimitIsNeverGrantedAndCostsNothing() {
        TenantId tenant = TestMetrics.freshTenant();
        RateLimit limit = perMinute("query", 10);
        for (int i = 0; i < 3; i++) {
            Admission admission = acquire(tenant, new Charge(limit, 11));
            assertThat(throttled(admission).retryAfter()).isPositive();
            assertThat(admission.allowances())
                    .containsExactly(new Allowance(limit, 10, Duration.ZERO));
            advance(Duration.ofMinutes(10));
        }
        assertThat(acquire(tenant, new Charge(limit, 10))).isInstanceOf(Admission.Granted.class);
    }

    @Test
    default void check_isUpAndCloseMayBeRepeated() {
        assertThat(limiter().check().status()).isEqualTo(Health.Status.UP);
        limiter().close();
        limiter().close();
    }

    private Admission acquire(TenantId tenant, Charge... charges) {
        return limiter().tryAcquire(tenant, List.of(charges));
    }

    private static RateLimit perMinute(String name, long permits) {
        return new RateLimit(name, permits, Duration.ofMinutes(1));
    }

    private static Admission granted(RateLimit limit, long remaining, Duration untilFull) {
        return new Admission.Granted(List.of(new Allowance(limit, remaining, untilFull)));
    }

    private static Admission.Throttled throttled(Admission admission) {
        assertThat(admission).isInstanceOf(Admission.Throttled.class);
        return (Admission.Throttled) admission;
    }
}
