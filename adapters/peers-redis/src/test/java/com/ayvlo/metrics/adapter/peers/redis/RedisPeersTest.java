package com.ayvlo.metrics.adapter.peers.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.adapter.client.redis.RedisConfig;
import com.ayvlo.metrics.domain.journal.KeyedAnswer;
import com.ayvlo.metrics.domain.journal.Peers;
import com.ayvlo.metrics.domain.journal.PeersComplete;
import com.ayvlo.metrics.domain.journal.RequestKey;
import com.ayvlo.metrics.domain.storage.NodeId;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.testkit.servers.RedisServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.util.JedisClusterCRC16;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** What Redis has of two nodes. */
class RedisPeersTest {
    private static final System.Logger LOG = System.getLogger(RedisPeersTest.class.getName());
    private static final TenantId TENANT = new TenantId(new UUID(0, 1));
    private static final RequestKey KEY = new RequestKey(1, -1);
    private static final String ANSWER =
            "ayvlo:peers:{%s}:answer:0000000000000001ffffffffffffffff".formatted(TENANT);

    private final RedisConfig config = Databases.fresh(RedisServer.shared());
    private final Jedis redis = RedisServer.shared().connect(config.db());
    private final NodeId nameOfOne = NodeId.random();
    private final Peers one = new RedisPeers(config, nameOfOne, Databases.PATIENCE);
    private final Peers two = new RedisPeers(config, NodeId.random(), Databases.PATIENCE);

    @AfterEach
    void close() {
        one.close();
        two.close();
        redis.close();
    }

    private static Map<TenantId, Optional<Instant>> earliest(long millis) {
        return Map.of(TENANT, Optional.of(Instant.ofEpochMilli(millis)));
    }

    private static KeyedAnswer answer(String text) {
        return new KeyedAnswer(KEY, TENANT, 3, 4, 5, StandardCharsets.UTF_8.encode(text));
    }

    private String unstoredOfOne() {
        return "ayvlo:peers:{%s}:unstored:%s".formatted(TENANT, nameOfOne);
    }

    @Test
    void everythingExpiresByItselfAndWhatWasToldAfterTheBeat() {
        one.tell(earliest(5));
        one.beat();
        one.tell(answer("answer"));

        assertThat(redis.get(unstoredOfOne())).isEqualTo("5");
        assertThat(redis.pttl(unstoredOfOne())).isBetween(15_000L, 20_000L);
        assertThat(redis.pttl("ayvlo:peers:{nodes}:heard:" + nameOfOne)).isBetween(5_000L, 10_000L);
        assertThat(redis.pttl("ayvlo:peers:{nodes}:remembered:" + nameOfOne))
                .isBetween(590_000L, 600_000L);
        long day = Duration.ofHours(24).toMillis();
        assertThat(redis.pttl(ANSWER)).isBetween(day - 10_000, day);
        one.tell(Map.of(TENANT, Optional.empty()));
        assertThat(redis.exists(unstoredOfOne())).isFalse();
    }

    @Test
    void keepsAllKeysOfATenantInOneSlotOfACluster() {
        one.tell(earliest(5));
        two.tell(earliest(6));
        one.tell(answer("answer"));

        Set<String> keys = redis.keys("*");
        assertThat(keys).hasSize(3);
        assertThat(keys.stream().map(JedisClusterCRC16::getSlot).collect(Collectors.toSet()))
                .hasSize(1);
    }

    @Test
    void aNodeThatStartsAgainIsTheSame() {
        two.beat();
        one.tell(earliest(5));
        one.beat();
        try (Peers again = new RedisPeers(config, nameOfOne, Databases.PATIENCE)) {
            again.tell(earliest(7));
            again.beat();
        }

        assertThat(two.completeUntil(TENANT))
                .isEqualTo(new PeersComplete.Known(Optional.of(Instant.ofEpochMilli(7))));
        assertThat(redis.scard("ayvlo:peers:{nodes}:known")).isEqualTo(2);
    }

    @Test
    void theNameOfANodeThatIsGoneIsDroppedWithTheNextBeat() {
        one.beat();
        redis.del("ayvlo:peers:{nodes}:remembered:" + nameOfOne);

        two.beat();

        assertThat(redis.smembers("ayvlo:peers:{nodes}:known"))
                .hasSize(1)
                .doesNotContain(nameOfOne.toString());
    }

    @Test
    void nothingIsKnownUntilThisNodeToldAgainWhatRedisLost() {
        one.beat();
        two.beat();
        redis.flushDB();

        assertThat(two.completeUntil(TENANT)).isEqualTo(new PeersComplete.Unknown());
    }

    @Test
    void takesAnAnswerThatItDidNotWriteForNone() {
        for (String value : new String[] {"", "\u0001short", "2345678901234567890123456789"}) {
            redis.set(ANSWER, value);
            assertThat(two.find(TENANT, KEY)).isEmpty();
        }
    }

    @Test
    void knowsNothingIfATimeIsNone() {
        one.beat();
        two.beat();
        redis.set(unstoredOfOne(), "soon");

        assertThat(two.completeUntil(TENANT)).isEqualTo(new PeersComplete.Unknown());
    }

    /** What the README says; asked of a server that nobody else uses. */
    @Test
    void anAnswerTakesLittleMemory() {
        try (RedisServer own = RedisServer.own();
                Jedis memory = own.connect(0);
                Peers node =
                        new RedisPeers(
                                new RedisConfig(own.host(), own.port(), 0, ""),
                                nameOfOne,
                                Databases.PATIENCE)) {
            node.beat();
            long before = usedMemory(memory);
            String text = "{\"accepted\":1,\"rejected\":0,\"errors\":[]}";
            int answers = 1 << 14; // as many as there is room for in the table of Redis
            long start = System.nanoTime();
            for (int i = 0; i < answers; i++) {
                node.tell(
                        new KeyedAnswer(
                                new RequestKey(i, i),
                                TENANT,
                                i,
                                i,
                                i,
                                StandardCharsets.UTF_8.encode(text)));
            }
            long nanos = System.nanoTime() - start;

            assertThat(memory.dbSize()).isGreaterThanOrEqualTo(answers);
            long bytes = (usedMemory(memory) - before) / answers;
            LOG.log(
                    System.Logger.Level.INFO,
                    "an answer takes {0} bytes and {1} us to tell",
                    bytes,
                    nanos / answers / 1000);
            assertThat(bytes).isBetween(100L, 400L);
        }
    }

    private static long usedMemory(Jedis redis) {
        return redis.info("memory")
                .lines()
                .filter(line -> line.startsWith("used_memory:"))
                .mapToLong(line -> Long.parseLong(line.substring("used_memory:".length())))
                .findFirst()
                .orElseThrow();
    }
}
