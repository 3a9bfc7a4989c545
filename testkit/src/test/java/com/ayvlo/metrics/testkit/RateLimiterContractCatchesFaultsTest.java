package com.ayvlo.metrics.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ayvlo.metrics.domain.tenant.Admission;
import com.ayvlo.metrics.domain.tenant.Charge;
import com.ayvlo.metrics.domain.tenant.RateLimit;
import com.ayvlo.metrics.domain.tenant.TenantId;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** A contract that passes everything is worth nothing: each of these faults has to be caught. */
class RateLimiterContractCatchesFaultsTest {
    private interface Promise {
        void check(RateLimiterContract contract);
    }

    @Test
    void retryAfterTooEarly() {
        class Faulty extends GcraModelContractTest {
            @Override
            Admission tryAcquire(TenantId tenant, List<Charge> charges) {
                return super.tryAcquire(tenant, charges)
                                instanceof Admission.Throttled(var allowances, Duration retryAfter)
                        ? new Admission.Throttled(allowances, retryAfter.minusNanos(1))
                        : super.tryAcquire(tenant, charges);
            }
        }
        assertCaught(Faulty::new, RateLimiterContract::tryAcquire_grantsAtRetryAfterAndNotBefore);
    }

    @Test
    void chargesTakenOneByOne() {
        class Faulty extends GcraModelContractTest {
            @Override
            Admission tryAcquire(TenantId tenant, List<Charge> charges) {
                return charges.stream()
                        .map(charge -> super.tryAcquire(tenant, List.of(charge)))
                        .filter(Admission.Throttled.class::isInstance)
                        .findFirst()
                        .orElseGet(() -> new Admission.Granted(List.of()));
            }
        }
        assertCaught(
                Faulty::new,
                RateLimiterContract::tryAcquire_takesAllChargesOrNone,
                RateLimiterContract::tryAcquire_answersLikeTheModel);
    }

    @Test
    void tenantsMixed() {
        TenantId common = TestMetrics.freshTenant();
        class Faulty extends GcraModelContractTest {
            @Override
            Admission tryAcquire(TenantId tenant, List<Charge> charges) {
                return super.tryAcquire(common, charges);
            }
        }
        assertCaught(
                Faulty::new,
                RateLimiterContract::tryAcquire_tenantsAndLimitsDoNotInfluenceEachOther);
    }

    @Test
    void halfOfTheLimitTwiceAsOften() {
        class Faulty extends GcraModelContractTest {
            @Override
            Admission tryAcquire(TenantId tenant, List<Charge> charges) {
                return super.tryAcquire(
                        tenant,
                        charges.stream()
                                .map(charge -> new Charge(halved(charge.limit()), charge.cost()))
                                .toList());
            }

            private static RateLimit halved(RateLimit limit) {
                return new RateLimit(
                        limit.name(), (limit.permits() + 1) / 2, limit.window().dividedBy(2));
            }
        }
        assertCaught(
                Faulty::new,
                RateLimiterContract::tryAcquire_givesTheWholeLimitAtOnceAndNoMore,
                RateLimiterContract::tryAcquire_givesTheWholeLimitToOneRequest,
                RateLimiterContract::tryAcquire_answersLikeTheModel);
    }

    private static void assertCaught(Supplier<RateLimiterContract> faulty, Promise... by) {
        for (Promise promise : by) {
            assertThatThrownBy(() -> promise.check(faulty.get()))
                    .isInstanceOf(AssertionError.class);
        }
    }
}
