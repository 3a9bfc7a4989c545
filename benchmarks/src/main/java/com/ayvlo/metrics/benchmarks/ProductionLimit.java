package com.ayvlo.metrics.benchmarks;

import com.ayvlo.metrics.adapter.client.redis.RedisConfig;
import com.ayvlo.metrics.adapter.ratelimit.redis.RedisRateLimiter;
import com.ayvlo.metrics.domain.tenant.Admission;
import com.ayvlo.metrics.domain.tenant.Charge;
import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.RateLimit;
import com.ayvlo.metrics.domain.tenant.RateLimiter;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.testkit.servers.RedisServer;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/** How long a decision about a limit takes through Redis on this machine. */
final class ProductionLimit {
    private static final int TENANTS = 100;
    private static final int WARM_UPS = 5_000;
    private static final int DECISIONS = 50_000;
    private static final int CALLERS = 2;
    private static final List<Charge> CHARGES =
            List.of(new Charge(new RateLimit("ingest", 1_000_000, Duration.ofMinutes(1)), 1));

    private ProductionLimit() {}

    /** Runs it, and returns what was measured. */
    static Report measure() throws InterruptedException, ExecutionException {
        RedisServer redis = RedisServer.shared();
        Report report =
                new Report(
                        Production.NAME + "-limit",
                        "%,d decisions of %d tenants through Redis".formatted(DECISIONS, TENANTS));
        RedisConfig config =
                new RedisConfig(
                        redis.host(), redis.port(), redis.freshDatabase(), redis.password());
        Fallback fallback = new Fallback();
        try (RateLimiter limiter = new RedisRateLimiter(config, fallback)) {
            decide(limiter, WARM_UPS);
            long readsBefore = reads(redis);
            Latencies alone = decide(limiter, DECISIONS);
            long reads = reads(redis) - readsBefore - 1; // the question itself
            report.add("round_trips", "round trips", (double) reads / DECISIONS, "", 2);
            report.addTimes("decision", "decision, one caller", alone);
            report.addTimes("decision_together", "decision, two callers", together(limiter));
            report.addCount("alone", "decided without Redis", fallback.decided.sum(), "");
        }
        return report;
    }

    private static Latencies decide(RateLimiter limiter, int decisions) {
        Latencies latencies = new Latencies();
        for (int n = 0; n < decisions; n++) {
            TenantId tenant = new TenantId(Catalog.tenant(n % TENANTS));
            long start = System.nanoTime();
            Admission admission = limiter.tryAcquire(tenant, CHARGES);
            latencies.add(System.nanoTime() - start);
            if (!(admission instanceof Admission.Granted)) {
                throw new IllegalStateException("not granted: " + admission);
            }
        }
        return latencies;
    }

    private static Latencies together(RateLimiter limiter)
            throws InterruptedException, ExecutionException {
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            List<Future<Latencies>> parts =
                    IntStream.range(0, CALLERS)
                            .mapToObj(
                                    _ -> callers.submit(() -> decide(limiter, DECISIONS / CALLERS)))
                            .toList();
            Latencies[] latencies = new Latencies[CALLERS];
            for (int i = 0; i < CALLERS; i++) {
                latencies[i] = parts.get(i).get();
            }
            return Latencies.join(List.of(latencies));
        }
    }

    /** How often Redis read something from a connection: once for each round trip of one caller. */
    private static long reads(RedisServer redis) {
        try (var connection = redis.connect(0)) {
            return connection
                    .info("stats")
                    .lines()
                    .filter(line -> line.startsWith("total_reads_processed:"))
                    .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1)))
                    .sum();
        }
    }

    /** Counts what Redis did not answer in time: it is none of the times that are asked for. */
    private static final class Fallback implements RateLimiter {
        private final LongAdder decided = new LongAdder();

        @Override
        public Admission tryAcquire(TenantId tenant, List<Charge> charges) {
            decided.increment();
            return new Admission.Granted(List.of());
        }

        @Override
        public Health check() {
            return Health.up("counts");
        }

        @Override
        public void close() {
            // Has nothing.
        }
    }
}
