package com.ayvlo.metrics.adapter.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.adapter.client.redis.RedisConfig;
import com.ayvlo.metrics.domain.tenant.Admission;
import com.ayvlo.metrics.domain.tenant.Allowance;
import com.ayvlo.metrics.domain.tenant.Charge;
import com.ayvlo.metrics.domain.tenant.RateLimit;
import com.ayvlo.metrics.domain.tenant.RateLimiter;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.testkit.servers.RedisServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.util.JedisClusterCRC16;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

class RedisRateLimiterTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final TenantId TENANT = new TenantId(new UUID(0, 1));

    private final RedisConfig config = Databases.fresh(RedisServer.shared());
    private final Jedis redis = RedisServer.shared().connect(config.db());
    private final AtomicLong micros = new AtomicLong(1_800_000_000_000_000L);
    private final RateLimiter limiter = open(micros);

    private RateLimiter open(AtomicLong clock) {
        return new RedisRateLimiter(
                new NoFallback(), new GcraScript(config, Databases.PATIENCE, clock::get));
    }

    @AfterEach
    void close() {
        limiter.close();
        redis.close();
    }

    /** By the clock of Redis; of a day's window next to nothing comes back during the test. */
    @Test
    void isSharedByAllNodes() throws Exception {
        AtomicLong clockOfRedis = new AtomicLong();
        RateLimit limit = new RateLimit("query", 1000, Duration.ofDays(1));
        List<Callable<Long>> spenders = new ArrayList<>();
        try (RateLimiter one = open(clockOfRedis);
                RateLimiter two = open(clockOfRedis);
                ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (RateLimiter node : List.of(one, two, one, two, one, two, one, two)) {
                spenders.add(() -> granted(node, limit, 200));
            }
            long granted = 0;
            for (Future<Long> spender : threads.invokeAll(spenders)) {
                granted += spender.get();
            }
            assertThat(granted).isEqualTo(1000);
        }
    }

    private static long granted(RateLimiter node, RateLimit limit, int attempts) {
        long granted = 0;
        for (int i = 0; i < attempts; i++) {
            Admission admission = node.tryAcquire(TENANT, List.of(new Charge(limit, 1)));
            granted += admission instanceof Admission.Granted ? 1 : 0;
        }
        return granted;
    }

    @Test
    void goesByTheClockOfRedis() {
        try (RateLimiter real = open(new AtomicLong())) {
            RateLimit limit = perMinute(100);
            long before = now();

            real.tryAcquire(TENANT, List.of(new Charge(limit, 100)));

            long full = Long.parseLong(redis.get(key(TENANT, "query")).split(" ", 3)[0]);
            assertThat(full).isBetween(before + 60_000_000, now() + 60_000_000);
        }
    }

    private long now() {
        return Long.parseLong(redis.time().get(0)) * 1_000_000
                + Long.parseLong(redis.time().get(1));
    }

    /** A permit of most of these takes no whole number of microseconds. */
    @ParameterizedTest
    @ValueSource(longs = {1, 3, 7, 1_000, 999_983, 299_999_999_999L, 1L << 52})
    void givesExactlyThePermitsAtOnce(long permits) {
        RateLimit limit = perMinute(permits);

        assertThat(acquire(limit, permits)).isInstanceOf(Admission.Granted.class);
        assertThat(acquire(limit, 1)).isInstanceOf(Admission.Throttled.class);
        micros.addAndGet(60_000_000 - 1);
        assertThat(acquire(limit, permits)).isInstanceOf(Admission.Throttled.class);
        micros.addAndGet(1);
        assertThat(acquire(limit, permits).allowances())
                .containsExactly(new Allowance(limit, 0, MINUTE));
    }

    @Test
    void givesExactlyThePermitsOneByOne() {
        RateLimit limit = new RateLimit("query", 997, Duration.ofSeconds(7));
        for (long left = 996; left >= 0; left--) {
            assertThat(acquire(limit, 1).allowances().getFirst().remaining()).isEqualTo(left);
        }
        assertThat(acquire(limit, 1)).isInstanceOf(Admission.Throttled.class);
    }

    @Test
    void losesNothingToRoundingHoweverOddTheNumbers() {
        for (long seed = 1; seed <= 100; seed++) {
            Random random = new Random(seed);
            RateLimit limit =
                    new RateLimit(
                            "odd " + seed,
                            random.nextLong(1, 1L << (1 + random.nextInt(51))),
                            micros(random.nextLong(1, 1L << (1 + random.nextInt(51)))));
            assertThat(spent(limit, random)).as("seed %d, %s", seed, limit).isEqualTo("as exact");
        }
    }

    /** Compares with whole numbers of any size: what is owed, in microseconds times permits. */
    private String spent(RateLimit limit, Random random) {
        BigInteger permits = BigInteger.valueOf(limit.permits());
        long windowMicros = limit.window().toNanos() / 1000;
        BigInteger window = BigInteger.valueOf(windowMicros);
        BigInteger exact = BigInteger.ZERO;
        for (int step = 0; step < 20; step++) {
            long cost = random.nextLong(1, Math.max(2, limit.permits() / 4));
            long pause = Math.min(1L << 40, random.nextLong(Math.max(1, windowMicros / 4)));
            micros.addAndGet(pause);
            exact =
                    exact.subtract(BigInteger.valueOf(pause).multiply(permits))
                            .max(BigInteger.ZERO);
            BigInteger more = exact.add(BigInteger.valueOf(cost).multiply(window));
            boolean fits = more.compareTo(window.multiply(permits)) <= 0;
            Admission admission = acquire(limit, cost);
            if (admission instanceof Admission.Granted != fits) {
                return "fits differs in step " + step;
            }
            exact = fits ? more : exact;
            BigInteger left = permits.multiply(window).subtract(exact).divide(window);
            if (admission.allowances().getFirst().remaining() != left.longValueExact()) {
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
        micros.addAndGet(60_000_000);
        assertThat(acquire(perMinute(10), 10)).isInstanceOf(Admission.Granted.class);
    }

    @Test
    void waitsNoLongerThanTheWindowThatHoldsNow() {
        acquire(new RateLimit("query", 10, Duration.ofDays(1)), 10);

        assertThat(((Admission.Throttled) acquire(perMinute(10), 1)).retryAfter())
                .isEqualTo(Duration.ofSeconds(6));
        micros.addAndGet(60_000_000);
        assertThat(acquire(perMinute(10), 10)).isInstanceOf(Admission.Granted.class);
    }

    @Test
    void waitsNoLongerThanAWindowWhenTheClockWasSetBack() {
        acquire(perMinute(10), 10);
        micros.addAndGet(-Duration.ofDays(1).toNanos() / 1000);

        assertThat(((Admission.Throttled) acquire(perMinute(10), 1)).retryAfter())
                .isEqualTo(Duration.ofSeconds(6));
        micros.addAndGet(60_000_000);
        assertThat(acquire(perMinute(10), 10)).isInstanceOf(Admission.Granted.class);
    }

    @Test
    void survivesLimitsThatAreAsGoodAsNone() {
        RateLimit endless = new RateLimit("query", Long.MAX_VALUE, Duration.ofDays(100_000));

        assertThat(acquire(endless, Long.MAX_VALUE)).isInstanceOf(Admission.Granted.class);
        assertThat(acquire(endless, Long.MAX_VALUE)).isInstanceOf(Admission.Throttled.class);
        RateLimit rare = new RateLimit("rare", 1, Duration.ofDays(100_000));
        assertThat(acquire(rare, 1)).isInstanceOf(Admission.Granted.class);
        assertThat(acquire(rare, Long.MAX_VALUE)).isInstanceOf(Admission.Throttled.class);
        RateLimit quick = new RateLimit("quick", 10, Duration.ofNanos(1));
        assertThat(acquire(quick, 10)).isInstanceOf(Admission.Granted.class);
    }

    @Test
    void leavesKeysThatExpireByThemselves() {
        acquire(perMinute(100), 50);

        assertThat(redis.keys("*")).containsExactly(key(TENANT, "query"));
        assertThat(redis.pttl(key(TENANT, "query"))).isBetween(30_000L, 40_000L);
        acquire(perMinute(100), 51);
        assertThat(redis.dbSize()).isEqualTo(1);
    }

    @Test
    void keepsAllKeysOfATenantInOneSlotOfACluster() {
        for (String name : List.of("query", "ingestion", "{other}")) {
            acquire(new RateLimit(name, 10, MINUTE), 1);
        }

        Set<Integer> slots =
                redis.keys("*").stream()
                        .map(JedisClusterCRC16::getSlot)
                        .collect(Collectors.toSet());
        assertThat(redis.dbSize()).isEqualTo(3);
        assertThat(slots).hasSize(1);
    }

    @Test
    void bringsItsScriptToAServerThatDoesNotHaveIt() {
        acquire(perMinute(10), 4);
        redis.scriptFlush();

        assertThat(acquire(perMinute(10), 6)).isInstanceOf(Admission.Granted.class);
        assertThat(acquire(perMinute(10), 1)).isInstanceOf(Admission.Throttled.class);
    }

    @Test
    void takesAValueThatItDidNotWriteForNone() {
        redis.set(key(TENANT, "query"), "not from here");

        assertThat(acquire(perMinute(10), 10)).isInstanceOf(Admission.Granted.class);
        assertThat(acquire(perMinute(10), 1)).isInstanceOf(Admission.Throttled.class);
    }

    private static String key(TenantId tenant, String limit) {
        return "ayvlo:limit:{" + tenant + "}:" + limit;
    }

    private Admission acquire(RateLimit limit, long cost) {
        return limiter.tryAcquire(TENANT, List.of(new Charge(limit, cost)));
    }

    private static RateLimit perMinute(long permits) {
        return new RateLimit("query", permits, MINUTE);
    }

    private static Duration micros(long micros) {
        return Duration.ofNanos(1000 * micros);
    }
}
