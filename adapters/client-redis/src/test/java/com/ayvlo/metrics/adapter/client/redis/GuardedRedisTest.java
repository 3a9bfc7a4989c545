package com.ayvlo.metrics.adapter.client.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.testkit.servers.Await;
import com.ayvlo.metrics.testkit.servers.RedisServer;
import com.ayvlo.metrics.testkit.servers.SlowLine;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClient;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Each test leaves the server as it was. */
class GuardedRedisTest {
    private static final Duration PATIENCE = Duration.ofMillis(50);
    private static final Duration BACK = Duration.ofSeconds(10);
    private static final GuardedRedis.Purpose PURPOSE =
            new GuardedRedis.Purpose("serves tests", "tests do without");

    private static RedisServer server;

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

    private static GuardedRedis open(int port, String password) {
        return new GuardedRedis(
                new RedisConfig(server.host(), port, 0, password), PATIENCE, PURPOSE);
    }

    private static GuardedRedis open() {
        return open(server.port(), server.password());
    }

    private static String write(RedisClient client) {
        return client.set("guarded", "written");
    }

    private static void awaitUp(GuardedRedis redis) {
        Await.until(
                "up",
                BACK,
                () -> redis.check(GuardedRedisTest::write).status() == Health.Status.UP);
        Await.until("an answer", BACK, () -> redis.ask(GuardedRedisTest::write).isPresent());
    }

    @Test
    void answersWhileRedisDoes() {
        try (GuardedRedis redis = open()) {
            assertThat(redis.ask(GuardedRedisTest::write)).contains("OK");
            assertThat(redis.check(GuardedRedisTest::write))
                    .isEqualTo(
                            Health.up(
                                    "Redis at %s:%d serves tests"
                                            .formatted(server.host(), server.port())));
        }
    }

    @Test
    void hasNoAnswerWhileRedisIsAwayAndComesBackWithIt() {
        server.kill();
        try (GuardedRedis redis = open()) {
            assertThat(redis.ask(GuardedRedisTest::write)).isEmpty();
            assertThat(redis.check(GuardedRedisTest::write).status())
                    .isEqualTo(Health.Status.DEGRADED);
            assertThat(redis.check(GuardedRedisTest::write).detail())
                    .startsWith(
                            "Redis at %s:%d cannot be reached; tests do without since "
                                    .formatted(server.host(), server.port()));

            server.start();

            awaitUp(redis);
        }
    }

    @Test
    void nobodyWaitsForAnAnswerThatIsLate() {
        try (SlowLine line = SlowLine.to(server.host(), server.port());
                GuardedRedis redis = open(line.port(), server.password())) {
            awaitUp(redis);
            line.delay(Duration.ofSeconds(1));
            long start = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                assertThat(redis.ask(GuardedRedisTest::write)).isEmpty();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofMillis(800));
            assertThat(redis.check(GuardedRedisTest::write).detail())
                    .contains("does not answer in time");

            line.delay(Duration.ZERO);
            awaitUp(redis);
        }
    }

    @Test
    void aPasswordThatWasChangedIsSaidAndHeals() {
        try (GuardedRedis redis = open()) {
            awaitUp(redis);
            server.refusing(true);
            try {
                assertThat(redis.ask(GuardedRedisTest::write)).isEmpty();
                Await.until(
                        "the password is refused",
                        BACK,
                        () ->
                                redis.check(GuardedRedisTest::write)
                                        .detail()
                                        .contains("refuses the password"));
            } finally {
                server.refusing(false);
            }
            awaitUp(redis);
        }
    }

    @Test
    void aServerThatForgotAScriptGetsItAgain() {
        GuardedRedis.Script script = GuardedRedis.Script.of("return ARGV[1] .. KEYS[1]");
        try (GuardedRedis redis = open();
                Jedis byHand = server.connect(0)) {
            assertThat(redis.ask(client -> script.run(client, List.of("k"), List.of("a"))))
                    .contains("ak");
            assertThat(byHand.scriptExists(script.sha1())).isTrue();
            byHand.scriptFlush();
            assertThat(redis.ask(client -> script.run(client, List.of("k"), List.of("b"))))
                    .contains("bk");
        }
    }

    @Test
    void anErrorThatIsNoExceptionIsThrownAndProbedAgain() {
        try (GuardedRedis redis = open()) {
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(
                            () ->
                                    redis.ask(
                                            _ -> {
                                                throw new AssertionError("a fault");
                                            }));
            awaitUp(redis);
        }
    }

    @Test
    void asksSeldomWhileRedisIsAway() throws Exception {
        AtomicInteger knocks = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                GuardedRedis away = open(socket.getLocalPort(), "")) {
            threads.execute(() -> countAndHangUp(socket, knocks));
            long start = System.nanoTime();
            while (System.nanoTime() - start < Duration.ofSeconds(2).toNanos()) {
                assertThat(away.ask(GuardedRedisTest::write)).isEmpty();
                Thread.onSpinWait();
            }
            assertThat(knocks.get()).isBetween(3, 6); // after 0, 0.1, 0.3, 0.7, 1.5 seconds
        }
    }

    private static void countAndHangUp(ServerSocket socket, AtomicInteger knocks) {
        while (!socket.isClosed()) {
            try (Socket _ = socket.accept()) {
                knocks.incrementAndGet();
            } catch (IOException closed) {
                return;
            }
        }
    }

    @Test
    void neverThrowsAfterTheEnd() {
        GuardedRedis redis = open();
        redis.close();

        assertThat(redis.ask(GuardedRedisTest::write)).isEmpty();
        assertThat(redis.check(GuardedRedisTest::write)).isEqualTo(Health.down("closed"));
    }

    @Test
    void aPlaceIsPossibleAndKeepsItsPassword() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RedisConfig(" ", 6379, 0, ""));
        assertThatIllegalArgumentException().isThrownBy(() -> new RedisConfig("h", 0, 0, ""));
        assertThatIllegalArgumentException().isThrownBy(() -> new RedisConfig("h", 65_536, 0, ""));
        assertThatIllegalArgumentException().isThrownBy(() -> new RedisConfig("h", 1, -1, ""));
        assertThat(new RedisConfig("h", 1, 2, "secret").toString()).isEqualTo("RedisConfig[h:1/2]");
    }
}
