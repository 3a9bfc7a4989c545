package com.ayvlo.metrics.adapter.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.adapter.client.redis.RedisConfig;
import com.ayvlo.metrics.domain.tenant.Admission;
import com.ayvlo.metrics.domain.tenant.Charge;
import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.RateLimit;
import com.ayvlo.metrics.domain.tenant.RateLimiter;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.testkit.servers.Await;
import com.ayvlo.metrics.testkit.servers.RedisServer;
import com.ayvlo.metrics.testkit.servers.SlowLine;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import redis.clients.jedis.Jedis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** Each test leaves the server running. */
class RedisOutageTest {
    private static final System.Logger LOG = System.getLogger(RedisOutageTest.class.getName());

    /** Between two requests: a virtual thread that never waits would hold up those that do. */
    private static final long PAUSE_NANOS = 100_000;

    private static final Duration BACK = Duration.ofSeconds(10);
    private static final RateLimit LIMIT = new RateLimit("query", 1_000_000, Duration.ofMinutes(1));
    private static final TenantId TENANT = new TenantId(new UUID(0, 1));

    private static RedisServer server;
    private final CountingFallback fallback = new CountingFallback();
    private RateLimiter limiter;

    @BeforeAll
    static void start() {
        server = RedisServer.own();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void open() {
        try (Jedis redis = server.connect(0)) {
            redis.flushDB();
        }
        limiter = open(server.password());
    }

    private RateLimiter open(String password) {
        return new RedisRateLimiter(
                new RedisConfig(server.host(), server.port(), 0, password), fallback);
    }

    @AfterEach
    void close() {
        limiter.close();
        assertThat(fallback.isClosed()).isTrue();
    }

    @Test
    void fallsBackWhenRedisIsDownAtTheStart() {
        server.kill();

        assertThat(limiter.check().status()).isEqualTo(Health.Status.DEGRADED);
        assertThat(limiter.check().detail())
                .startsWith("Redis at %s:%d cannot be reached".formatted(host(), server.port()));
        assertThat(acquire()).isInstanceOf(Admission.Granted.class);
        assertThat(fallback.asked()).isEqualTo(1);

        server.start();
        awaitRedis();
    }

    @Test
    void servesWhileRedisIsKilledAndStartedAgain() throws Exception {
        long[] nanos =
                underLoad(
                        () -> {
                            server.kill();
                            awaitFallback();
                            server.start();
                            awaitRedis();
                        });

        assertInTime(nanos);
    }

    @Test
    void servesWhileRedisDoesNotAnswer() throws Exception {
        long[] nanos =
                underLoad(
                        () -> {
                            try {
                                server.pause();
                                awaitFallback();
                                assertThat(limiter.check().detail())
                                        .contains("does not answer in time; each node counts");
                                long before = fallback.asked();
                                Await.until("many", BACK, () -> fallback.asked() > before + 100);
                            } finally {
                                server.resume();
                            }
                            awaitRedis();
                        });

        assertInTime(nanos);
    }

    /** How long each request took of threads that spend meanwhile, sorted. */
    private long[] underLoad(Runnable outage) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        List<Future<List<Long>>> spenders = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 16; i++) {
                spenders.add(threads.submit(() -> spend(over)));
            }
            try {
                outage.run();
                outage.run();
            } finally {
                over.set(true);
            }
            List<Long> nanos = new ArrayList<>();
            for (Future<List<Long>> spender : spenders) {
                nanos.addAll(spender.get());
            }
            return nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        }
    }

    private List<Long> spend(AtomicBoolean over) {
        List<Long> nanos = new ArrayList<>();
        while (!over.get()) {
            long start = System.nanoTime();
            acquire();
            nanos.add(System.nanoTime() - start);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return nanos;
    }

    /** A busy machine may hold up one or the other. */
    private static void assertInTime(long[] nanos) {
        Duration nearlyAll = Duration.ofNanos(nanos[(int) (nanos.length * 0.999)]);
        Duration slowest = Duration.ofNanos(nanos[nanos.length - 1]);
        LOG.log(
                System.Logger.Level.INFO,
                "%d requests: p99.9 %d ms, slowest %d ms"
                        .formatted(nanos.length, nearlyAll.toMillis(), slowest.toMillis()));
        assertThat(nearlyAll).isLessThan(Duration.ofMillis(150));
        assertThat(slowest).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void saysThatThePasswordIsWrongAndNotWhichItIs() {
        try (Jedis redis = server.connect(0)) {
            redis.configSet("requirepass", "right");
            redis.auth("right");
            try (RateLimiter refused = open("gueß")) {
                assertThat(refused.check().status()).isEqualTo(Health.Status.DEGRADED);
                assertThat(refused.check().detail())
                        .contains("refuses the password")
                        .doesNotContain("gueß");
            }
            try (RateLimiter without = open("")) {
                assertThat(without.check().detail()).contains("refuses the password");
            }
            try (RateLimiter right = open("right")) {
                assertThat(right.check().status()).isEqualTo(Health.Status.UP);
            }
            redis.configSet("requirepass", "");
        }
    }

    @Test
    void fallsBackWhenTheServerAnswersWithAnError() {
        try (Jedis redis = server.connect(0)) {
            redis.lpush("ayvlo:limit:{" + TENANT + "}:query", "a list");

            assertThat(acquire()).isInstanceOf(Admission.Granted.class);

            assertThat(fallback.asked()).isEqualTo(1);
            assertThat(limiter.check().detail()).contains("answers with WRONGTYPE");
            redis.del("ayvlo:limit:{" + TENANT + "}:query");
        }
        awaitRedis();
    }

    @Test
    void aRedisThatAnswersAndDoesNotCountIsAnOutage() {
        server.full(true);
        assertFallsBack("answers with OOM");
        server.full(false);
        awaitRedis();

        server.readOnly(true);
        assertFallsBack("answers with READONLY");
        server.readOnly(false);
        awaitRedis();
    }

    /** However often health was asked in between. */
    private void assertFallsBack(String why) {
        for (int i = 0; i < 3; i++) {
            awaitFallback();
            assertThat(limiter.check().detail()).contains(why);
            long before = fallback.asked();
            assertThat(acquire()).isInstanceOf(Admission.Granted.class);
            assertThat(fallback.asked()).isEqualTo(before + 1);
            Await.pass(Duration.ofMillis(250)); // beyond the breaker's pause
        }
    }

    @Test
    void servesWhileEveryAnswerIsLate() {
        try (SlowLine line = SlowLine.to(server.host(), server.port());
                RateLimiter slow =
                        new RedisRateLimiter(
                                new RedisConfig(server.host(), line.port(), 0, server.password()),
                                fallback)) {
            assertThat(slow.check().status()).isEqualTo(Health.Status.UP);
            line.delay(Duration.ofMillis(300));
            for (int i = 0; i < 10; i++) {
                long start = System.nanoTime();
                assertThat(slow.tryAcquire(TENANT, List.of(new Charge(LIMIT, 1))))
                        .isInstanceOf(Admission.Granted.class);
                assertThat(Duration.ofNanos(System.nanoTime() - start))
                        .isLessThan(Duration.ofMillis(280));
            }
            assertThat(slow.check().detail()).contains("does not answer in time");
            assertThat(fallback.asked()).isEqualTo(10);

            line.delay(Duration.ZERO);
            Await.until("up", BACK, () -> slow.check().status() == Health.Status.UP);
        }
    }

    @Test
    void neverThrowsAfterTheEnd() {
        limiter.close();

        assertThat(acquire()).isInstanceOf(Admission.Granted.class);
        assertThat(limiter.check()).isEqualTo(Health.down("closed"));
    }

    private Admission acquire() {
        return limiter.tryAcquire(TENANT, List.of(new Charge(LIMIT, 1)));
    }

    private static String host() {
        return server.host();
    }

    private void awaitFallback() {
        Await.until("degraded", BACK, () -> limiter.check().status() == Health.Status.DEGRADED);
    }

    private void awaitRedis() {
        Await.until("up", BACK, () -> limiter.check().status() == Health.Status.UP);
        long before = fallback.asked();
        Await.until(
                "Redis counts",
                BACK,
                () -> {
                    long asked = fallback.asked();
                    return acquire().allowances().getFirst().limit().equals(LIMIT)
                            && asked == fallback.asked()
                            && asked >= before;
                });
    }
}
