package com.ayvlo.metrics.adapter.peers.redis;

import com.ayvlo.metrics.adapter.client.redis.RedisConfig;
import com.ayvlo.metrics.testkit.servers.RedisServer;

import java.time.Duration;

/** Databases for tests. */
final class Databases {
    /** So long that a busy machine is not taken for an outage. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private Databases() {}

    static RedisConfig fresh(RedisServer server) {
        return new RedisConfig(
                server.host(), server.port(), server.freshDatabase(), server.password());
    }
}
