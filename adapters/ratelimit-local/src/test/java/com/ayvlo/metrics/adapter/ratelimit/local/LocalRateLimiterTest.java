package com.ayvlo.metrics.adapter.ratelimit.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.tenant.Admission;
import com.ayvlo.metrics.domain.tenant.Allowance;
import com.ayvlo.metrics.domain.tenant.Charge;
import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.RateLimit;
import com.ayvlo.metrics.domain.tenant.TenantId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

class LocalRateLimiterTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final TenantId TENANT = new TenantId(new UUID(0, 1));

    private final AtomicLong nanos = new AtomicLong();
    private final LocalRateLimiter limiter = new LocalRateLimiter(nanos::get);

    /** A permit of most of these takes no whole number of nanoseconds. */
    @ParameterizedTest
    @ValueSource(
            longs = {
                1,
                3,
                7,
                1_000,
                999_983,
                299_999_999_999L,
                1_000_000_000_000_000_003L,
                Long.MAX_VALUE
            })
    void givesExactlyThePermitsAtOnce(long permits) {
        RateLimit limit = perMinute(permits);

        assertThat(acquire(limit, permits)).isInstanceOf(Admission.Granted.class);
        assertThat(acquire(limit, 1)).isInstanceOf(Admission.Throttled.class);
        nanos.addAndGet(MINUTE.toNanos() - 1);
        assertThat(acquire(limit, permits)).isInstanceOf(Admission.Throttled.class);
        nanos.addAndGet(1);
        assertThat(acquire(limit, permits).allowances())
                .containsExactly(new Allowance(limit, 0, MINUTE));
    }

    @Test
    void givesExactlyThePermitsOneByOne() {
        RateLimit limit = new RateLimit("query", 99_991, Duration.ofSeconds(1));
        for (long left = 99_990; left >= 0; left--) {
            assertThat(acquire(limit, 1).allowances().getFirst().remaining()).isEqualTo(left);
        }
        assertThat(acquire(limit, 1)).isInstanceOf(Admission.Throttled.class);
    }

    @Test
    void losesNothingToRoundingHoweverOddTheNumbers() {
        for (long seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            RateLimit limit =
                    new RateLimit(
                            "odd",
                            random.nextLong(1, 1L << (1 + random.nextInt(62))),
                            Duration.ofNanos(random.nextLong(1, 1L << (1 + random.nextInt(60)))));
            assertThat(spent(limit, random)).as("seed %d, %s", seed, limit).isEqualTo("as exact");
        }
    }

    /** Compares with whole numbers of any size: backlog in nanoseconds times permits. */
    private static String spent(RateLimit limit, Random random) {
        BigInteger permits = BigInteger.valueOf(limit.permits());
        BigInteger window = BigInteger.valueOf(limit.window().toNanos());
        BigInteger exact = BigInteger.ZERO;
        Backlog backlog = Backlog.none(limit);
        for (int step = 0; step < 50; step++) {
            long cost = random.nextLong(1, Math.max(2, limit.permits() / 4));
            long pause = random.nextLong(Math.max(1, limit.window().toNanos() / 4));
            exact =
                    exact.subtract(BigInteger.valueOf(pause).multiply(permits))
                            .max(BigInteger.ZERO);
            BigInteger more = exact.add(BigInteger.valueOf(cost).multiply(window));
            boolean fits = more.compareTo(window.multiply(permits)) <= 0;
            backlog = backlog.after(pause);
            if (backlog.plus(cost).fits() != fits) {
                return "fits differs in step " + step;
            }
            exact = fits ? more : exact;
            backlog = fits ? backlog.plus(cost) : backlog;
            BigInteger left = permits.multiply(window).subtract(exact).divide(window);
            if (backlog.allowance().remaining() != left.longValueExact()) {
                return "remaining differs in step " + step;
            }
        }
        return "as exact";
    }

    @Test
    void countsALimitThatIsChargedTwiceAsOneSum() {
        RateLimit limit = perMinute(10);

        assertThat(limiter.tryAcquire(TENANT, List.of(new Charge(limit, 6), new Charge(limit, 5))))
                .isInstanceOf(Admission.Throttled.class);
        assertThat(
                        limiter.tryAcquire(
                                        TENANT, List.of(new Charge(limit, 6), new Charge(limit, 4)))
                                .allowances())
                .containsExactly(new Allowance(limit, 0, MINUTE), new Allowance(limit, 0, MINUTE));
    }

    @Test
    void keepsTheTimeThatIsOwedWhenPermitsChange() {
        acquire(perMinute(100), 50);

        assertThat(acquire(perMinute(1_000), 1).allowances().getFirst().remaining()).isEqualTo(499);
        assertThat(acquire(perMinute(10), 4).allowances().getFirst().remaining()).isZero();
        assertThat(acquire(perMinute(10), 1)).isInstanceOf(Admission.Throttled.class);
        nanos.addAndGet(MINUTE.toNanos());
        assertThat(acquire(perMinute(10), 10)).isInstanceOf(Admission.Granted.class);
    }

    @Test
    void waitsNoLongerThanTheWindowThatHoldsNow() {
        acquire(new RateLimit("query", 10, Duration.ofDays(1)), 10);
        RateLimit shorter = perMinute(10);

        assertThat(((Admission.Throttled) acquire(shorter, 1)).retryAfter())
                .isEqualTo(Duration.ofSeconds(6));
        nanos.addAndGet(MINUTE.toNanos());
        assertThat(acquire(shorter, 10)).isInstanceOf(Admission.Granted.class);
    }

    @Test
    void survivesLimitsThatAreAsGoodAsNone() {
        RateLimit endless = new RateLimit("query", Long.MAX_VALUE, Duration.ofDays(100_000));

        assertThat(acquire(endless, Long.MAX_VALUE)).isInstanceOf(Admission.Granted.class);
        assertThat(acquire(endless, Long.MAX_VALUE)).isInstanceOf(Admission.Throttled.class);
        RateLimit rare = new RateLimit("rare", 1, Duration.ofDays(100_000));
        assertThat(acquire(rare, 1)).isInstanceOf(Admission.Granted.class);
        assertThat(acquire(rare, Long.MAX_VALUE)).isInstanceOf(Admission.Throttled.class);
    }

    @Test
    void forgetsTenantsThatHaveEverythingBack() {
        RateLimit limit = perMinute(10);
        for (int i = 0; i < 100_000; i++) {
            limiter.tryAcquire(new TenantId(new UUID(1, i)), List.of(new Charge(limit, 1)));
            nanos.addAndGet(Duration.ofMillis(60).toNanos()); // 100 spend within six seconds
        }

        assertThat(limiter.size()).isLessThanOrEqualTo(1_025);
    }

    @Test
    void forgetsSomeTenantsRatherThanRunOutOfMemory() {
        LocalRateLimiter small = new LocalRateLimiter(nanos::get, 2_000);
        RateLimit limit = perMinute(10);
        for (int i = 0; i < 100_000; i++) {
            small.tryAcquire(new TenantId(new UUID(1, i)), List.of(new Charge(limit, 10)));
            assertThat(small.size()).isLessThanOrEqualTo(2_000);
        }
    }

    @Test
    void remembersEveryTenantThatOwesSomething() {
        RateLimit limit = perMinute(1);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 10_000; i++) {
                TenantId tenant = new TenantId(new UUID(1, i));
                assertThat(limiter.tryAcquire(tenant, List.of(new Charge(limit, 1))))
                        .isInstanceOf(
                                round == 0 ? Admission.Granted.class : Admission.Throttled.class);
            }
        }
    }

    @Test
    void givesExactlyThePermitsToEightThreads() throws Exception {
        List<RateLimit> limits = List.of(perMinute(20_000), new RateLimit("other", 17_777, MINUTE));
        List<Charge> charges = limits.stream().map(limit -> new Charge(limit, 1)).toList();
        CyclicBarrier start = new CyclicBarrier(8);
        Callable<Integer> spender =
                () -> {
                    start.await();
                    int granted = 0;
                    for (int i = 0; i < 5_000; i++) {
                        boolean taken =
                                limiter.tryAcquire(TENANT, charges) instanceof Admission.Granted;
                        granted += taken ? 1 : 0;
                    }
                    return granted;
                };

        assertThat(sum(spender)).isEqualTo(17_777);
        assertThat(acquire(limits.getFirst(), 2_223)).isInstanceOf(Admission.Granted.class);
        assertThat(acquire(limits.getFirst(), 1)).isInstanceOf(Admission.Throttled.class);
    }

    private static int sum(Callable<Integer> spender) throws Exception {
        List<Future<Integer>> counts = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 8; i++) {
                counts.add(threads.submit(spender));
            }
        }
        int sum = 0;
        for (Future<Integer> count : counts) {
            sum += count.get();
        }
        return sum;
    }

    @Test
    void saysThatLimitsAreThisNodesOnly() {
        assertThat(limiter.check().status()).isEqualTo(Health.Status.UP);
        assertThat(limiter.check().detail()).contains("this node");
    }

    private Admission acquire(RateLimit limit, long cost) {
        return limiter.tryAcquire(TENANT, List.of(new Charge(limit, cost)));
    }

    private static RateLimit perMinute(long permits) {
        return new RateLimit("query", permits, MINUTE);
    }
}
