package com.ayvlo.metrics.adapter.peers.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.adapter.client.redis.RedisConfig;
import com.ayvlo.metrics.domain.journal.Peers;
import com.ayvlo.metrics.domain.storage.NodeId;
import com.ayvlo.metrics.testkit.PeersContract;
import com.ayvlo.metrics.testkit.servers.Await;
import com.ayvlo.metrics.testkit.servers.RedisServer;

import org.junit.jupiter.api.AfterEach;

import redis.clients.jedis.Jedis;

import java.time.Duration;

class RedisPeersContractTest implements PeersContract {
    private final RedisConfig config = Databases.fresh(RedisServer.shared());
    private final Peers one = new RedisPeers(config, NodeId.random(), Databases.PATIENCE);
    private final Peers two = new RedisPeers(config, NodeId.random(), Databases.PATIENCE);

    @AfterEach
    void close() {
        one.close();
        two.close();
    }

    @Override
    public Peers one() {
        return one;
    }

    @Override
    public Peers two() {
        return two;
    }

    @Override
    public void fallSilent() {
        expire("ayvlo:peers:{nodes}:heard:*", Peers.SILENT_AFTER);
    }

    @Override
    public void fallIntoOblivion() {
        fallSilent();
        expire("ayvlo:peers:{nodes}:remembered:*", Peers.FORGOTTEN_AFTER);
    }

    /** What Redis would do by then, at once. */
    private void expire(String pattern, Duration after) {
        try (Jedis redis = RedisServer.shared().connect(config.db())) {
            assertThat(redis.keys(pattern)).isNotEmpty();
            for (String key : redis.keys(pattern)) {
                assertThat(redis.pttl(key)).isBetween(after.toMillis() / 2, after.toMillis());
                redis.pexpire(key, 1);
            }
            Await.until("expired", Duration.ofSeconds(10), () -> redis.keys(pattern).isEmpty());
        }
    }
}
