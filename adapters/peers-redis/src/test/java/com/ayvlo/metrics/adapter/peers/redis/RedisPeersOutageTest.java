package com.ayvlo.metrics.adapter.peers.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.adapter.client.redis.RedisConfig;
import com.ayvlo.metrics.domain.journal.KeyedAnswer;
import com.ayvlo.metrics.domain.journal.Peers;
import com.ayvlo.metrics.domain.journal.PeersComplete;
import com.ayvlo.metrics.domain.journal.RequestKey;
import com.ayvlo.metrics.domain.storage.NodeId;
import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.testkit.servers.Await;
import com.ayvlo.metrics.testkit.servers.RedisServer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import redis.clients.jedis.Jedis;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Two nodes, and a Redis that fails. Each test leaves it running. */
class RedisPeersOutageTest {
    /** Waiting for Redis 125 ms at most, and what a busy machine adds. */
    private static final Duration SLOWEST = Duration.ofMillis(400);

    private static final Duration BACK = Duration.ofSeconds(10);
    private static final TenantId TENANT = new TenantId(new UUID(0, 1));
    private static final Instant EARLIEST = Instant.ofEpochMilli(5);
    private static final KeyedAnswer ANSWER =
            new KeyedAnswer(new RequestKey(1, 2), TENANT, 3, 4, 5, ByteBuffer.allocate(6));
    private static final PeersComplete UNKNOWN = new PeersComplete.Unknown();

    private static RedisServer server;
    private Peers one;
    private Peers two;

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
        one = open(server.password());
        two = open(server.password());
    }

    private static Peers open(String password) {
        return new RedisPeers(
                new RedisConfig(server.host(), server.port(), 0, password), NodeId.random());
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
    }

    private static boolean tell(Peers node) {
        return node.tell(Map.of(TENANT, Optional.of(EARLIEST)));
    }

    private static void assertKnowsNothing(Peers node) {
        long start = System.nanoTime();
        assertThat(tell(node)).isFalse();
        assertThat(node.beat()).isFalse();
        assertThat(node.completeUntil(TENANT)).isEqualTo(UNKNOWN);
        node.tell(ANSWER);
        assertThat(node.find(TENANT, ANSWER.key())).isEmpty();
        node.leave();
        assertThat(System.nanoTime() - start).isLessThan(SLOWEST.toNanos());
    }

    /** As the service does it: everything again, until it is told. */
    private void awaitEverybody() {
        for (Peers node : new Peers[] {one, two}) {
            Await.until("told", BACK, () -> tell(node) && node.beat());
        }
        assertThat(one.completeUntil(TENANT))
                .isEqualTo(new PeersComplete.Known(Optional.of(EARLIEST)));
        assertThat(two.completeUntil(TENANT))
                .isEqualTo(new PeersComplete.Known(Optional.of(EARLIEST)));
        assertThat(one.check().status()).isEqualTo(Health.Status.UP);
    }

    @Test
    void aNodeStartsWithoutRedisAndFindsTheOthersWhenItComes() {
        server.kill();
        assertKnowsNothing(one);
        assertThat(one.check().status()).isEqualTo(Health.Status.DEGRADED);
        assertThat(one.check().detail())
                .startsWith(
                        "Redis at %s:%d cannot be reached; this node knows nothing of others since"
                                .formatted(server.host(), server.port()));

        server.start();

        awaitEverybody();
    }

    @Test
    void whatRedisLostByDyingIsToldAgain() {
        awaitEverybody();
        one.tell(ANSWER);
        server.kill();
        assertKnowsNothing(one);
        assertKnowsNothing(two);

        server.start();

        awaitEverybody();
        assertThat(two.find(TENANT, ANSWER.key())).isEmpty();
        one.tell(ANSWER);
        assertThat(two.find(TENANT, ANSWER.key())).contains(ANSWER);
    }

    @Test
    void nobodyWaitsLongForARedisThatDoesNotAnswer() {
        awaitEverybody();
        server.pause();
        try {
            assertKnowsNothing(one);
            assertKnowsNothing(two);
            assertThat(one.check().detail()).contains("does not answer in time");
        } finally {
            server.resume();
        }
        awaitEverybody();
    }

    /** The other takes it for silent when its last beat is too long ago. */
    @Test
    void aNodeThatAloneLosesRedisIsMissed() {
        awaitEverybody();
        try (Jedis redis = server.connect(0)) {
            redis.keys("ayvlo:peers:{nodes}:heard:*").forEach(key -> redis.pexpire(key, 1));
        }
        Await.until("silent", BACK, () -> two.completeUntil(TENANT).equals(UNKNOWN));
        two.beat();

        assertThat(two.completeUntil(TENANT)).isEqualTo(UNKNOWN);
        awaitEverybody();
    }

    @Test
    void anErrorOfTheServerIsAnOutage() {
        try (Jedis redis = server.connect(0)) {
            redis.set("ayvlo:peers:{nodes}:known", "no set");

            assertThat(one.beat()).isFalse();

            assertThat(one.check().detail()).contains("answers with WRONGTYPE");
            redis.del("ayvlo:peers:{nodes}:known");
        }
        awaitEverybody();
    }

    @Test
    void aRedisThatAnswersAndKeepsNothingIsAnOutage() {
        awaitEverybody();
        server.full(true);
        assertKeepsNothing("answers with OOM");
        server.full(false);
        awaitEverybody();

        server.readOnly(true);
        assertKeepsNothing("answers with READONLY");
        server.readOnly(false);
        awaitEverybody();
    }

    /** However often health was asked in between. */
    private void assertKeepsNothing(String why) {
        for (int i = 0; i < 3; i++) {
            assertThat(one.check().status()).isEqualTo(Health.Status.DEGRADED);
            assertThat(one.check().detail()).contains(why);
            assertThat(one.beat()).isFalse();
            Await.pass(Duration.ofMillis(250)); // beyond the breaker's pause
        }
    }

    @Test
    void saysThatThePasswordIsWrongAndNotWhichItIs() {
        try (Jedis redis = server.connect(0)) {
            redis.configSet("requirepass", "right");
            redis.auth("right");
            try (Peers refused = open("gueß")) {
                assertKnowsNothing(refused);
                assertThat(refused.check().detail())
                        .contains("refuses the password")
                        .doesNotContain("gueß");
            }
            try (Peers right = open("right")) {
                assertThat(right.check().status()).isEqualTo(Health.Status.UP);
            }
            redis.configSet("requirepass", "");
        }
    }

    @Test
    void neverThrowsAfterTheEnd() {
        one.close();

        assertKnowsNothing(one);
        assertThat(one.check()).isEqualTo(Health.down("closed"));
    }
}
