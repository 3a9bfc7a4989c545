package com.ayvlo.metrics.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.tenant.Admission;
import com.ayvlo.metrics.domain.tenant.Charge;
import com.ayvlo.metrics.domain.tenant.RateLimit;
import com.ayvlo.metrics.domain.tenant.RateLimiter;
import com.ayvlo.metrics.domain.tenant.TenantId;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What every {@link RateLimiter} promises however much it is used. */
public interface RateLimiterLoadContract {
    /** The limiter under test; what it counts in may be shared with other tests. */
    RateLimiter limiter();

    /** Lets time pass for the limiter, in whole multiples of the limiter's resolution. */
    void advance(Duration by);

    @Test
    default void tryAcquire_staysThrottledHoweverManyOthersComeBy() {
        TenantId tenant = TestMetrics.freshTenant();
        RateLimit limit = perMinute("query", 10);
        acquire(tenant, new Charge(limit, 10));

        for (int i = 0; i < 5000; i++) {
            assertThat(acquire(TestMetrics.freshTenant(), new Charge(limit, 10)))
                    .isInstanceOf(Admission.Granted.class);
        }

        assertThat(acquire(tenant, new Charge(limit, 1))).isInstanceOf(Admission.Throttled.class);
    }

    @Test
    default void tryAcquire_atTheSameTimeNeverGivesMoreThanTheLimit() throws Exception {
        TenantId tenant = TestMetrics.freshTenant();
        Charge charge = new Charge(perMinute("ingestion", 1000), 1);
        Callable<Long> spender =
                () ->
                        IntStream.range(0, 500)
                                .mapToObj(_ -> acquire(tenant, charge))
                                .filter(Admission.Granted.class::isInstance)
                                .count();
        long granted = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<Long> future : threads.invokeAll(Collections.nCopies(4, spender))) {
                granted += future.get();
            }
        }
        assertThat(granted).isEqualTo(1000);
    }

    /** Rates that do not divide a second: close to the limit over a long time, and never above. */
    @Test
    default void tryAcquire_keepsOddRatesInTheLongRun() {
        for (long permits : new long[] {7, 17, 999}) {
            TenantId tenant = TestMetrics.freshTenant();
            RateLimit limit = perMinute("odd", permits);
            long granted = 0;
            for (int second = 0; second < 3600; second++) {
                while (acquire(tenant, new Charge(limit, 1)) instanceof Admission.Granted) {
                    granted++;
                }
                advance(Duration.ofSeconds(1));
            }
            assertThat(granted).as("%d a minute", permits).isBetween(permits * 60, permits * 61);
        }
    }

    @Test
    default void tryAcquire_answersLikeTheModel() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        GcraModel model = new GcraModel();
        List<TenantId> tenants = Stream.generate(TestMetrics::freshTenant).limit(3).toList();
        List<RateLimit> limits =
                List.of(
                        perMinute("query", 100),
                        perMinute("ingestion", 1000),
                        new RateLimit("burst", 5, Duration.ofSeconds(1)));
        for (int step = 0; step < 3000; step++) {
            Duration pause = Duration.ofMillis(random.nextInt(4) == 0 ? random.nextInt(3000) : 0);
            advance(pause);
            model.advance(pause);
            TenantId tenant = tenants.get(random.nextInt(3));
            List<Charge> charges = charges(random, limits);
            assertThat(limiter().tryAcquire(tenant, charges))
                    .as("step %d of seed %d: %s", step, seed, charges)
                    .isEqualTo(model.tryAcquire(tenant, charges));
        }
    }

    private Admission acquire(TenantId tenant, Charge... charges) {
        return limiter().tryAcquire(tenant, List.of(charges));
    }

    private static List<Charge> charges(Random random, List<RateLimit> limits) {
        List<RateLimit> chosen = new ArrayList<>(limits);
        Collections.shuffle(chosen, random);
        return chosen.subList(0, random.nextInt(4)).stream()
                .map(limit -> new Charge(limit, 1 + random.nextLong(limit.permits() / 3 + 1)))
                .toList();
    }

    private static RateLimit perMinute(String name, long permits) {
        return new RateLimit(name, permits, Duration.ofMinutes(1));
    }
}
