package com.ayvlo.metrics.adapter.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.adapter.client.redis.RedisConfig;
import com.ayvlo.metrics.domain.tenant.Charge;
import com.ayvlo.metrics.domain.tenant.RateLimit;
import com.ayvlo.metrics.domain.tenant.RateLimiter;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.testkit.servers.RedisServer;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** How long a decision takes on loopback; says so in the log. {@code -Pendurance} measures long. */
class RedisRateLimiterLatencyTest {
    private static final System.Logger LOG =
            System.getLogger(RedisRateLimiterLatencyTest.class.getName());
    private static final int DECISIONS = Boolean.getBoolean("endurance") ? 200_000 : 10_000;
    private static final RateLimit LIMIT = new RateLimit("query", 1_000, Duration.ofMinutes(1));

    /** One that asks without a pause, eight that share the machine, and as many as it can take. */
    @ParameterizedTest
    @CsvSource({"1, 0", "8, 2000", "8, 0"})
    void isSmall(int threads, long pauseMicros) throws Exception {
        RedisConfig config = Databases.fresh(RedisServer.shared());
        try (RateLimiter limiter =
                new RedisRateLimiter(
                        new NoFallback(), new GcraScript(config, Databases.PATIENCE, () -> 0))) {
            run(limiter, threads, 0);

            long start = System.nanoTime();
            long[] nanos = run(limiter, threads, pauseMicros);
            double seconds = (System.nanoTime() - start) / 1e9;

            LOG.log(
                    System.Logger.Level.INFO,
                    "%d decisions on %d threads: p50 %d us, p99 %d us, p99.9 %d us, slowest %d us; %.0f a second"
                            .formatted(
                                    nanos.length,
                                    threads,
                                    micros(nanos, 0.5),
                                    micros(nanos, 0.99),
                                    micros(nanos, 0.999),
                                    micros(nanos, 1),
                                    nanos.length / seconds));
            assertThat(micros(nanos, 0.5)).isLessThan(5_000); // others may be busy here
        }
    }

    private static long[] run(RateLimiter limiter, int threads, long pauseMicros) throws Exception {
        List<Future<long[]>> parts = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int thread = 0; thread < threads; thread++) {
                Random random = new Random(thread);
                parts.add(
                        executor.submit(
                                () -> decide(limiter, random, DECISIONS / threads, pauseMicros)));
            }
            long[] all = new long[0];
            for (Future<long[]> part : parts) {
                int before = all.length;
                all = Arrays.copyOf(all, before + part.get().length);
                System.arraycopy(part.get(), 0, all, before, part.get().length);
            }
            Arrays.sort(all);
            return all;
        }
    }

    /** Of a hundred tenants, some of them over their limit. */
    private static long[] decide(
            RateLimiter limiter, Random random, int decisions, long pauseMicros) {
        long[] nanos = new long[decisions];
        List<Charge> charges = List.of(new Charge(LIMIT, 10));
        for (int i = 0; i < decisions; i++) {
            TenantId tenant = new TenantId(new UUID(1, random.nextInt(100)));
            long start = System.nanoTime();
            limiter.tryAcquire(tenant, charges);
            nanos[i] = System.nanoTime() - start;
            LockSupport.parkNanos(1000 * pauseMicros);
        }
        return nanos;
    }

    private static long micros(long[] sorted, double quantile) {
        return sorted[(int) Math.ceil(quantile * sorted.length) - 1] / 1000;
    }
}
