package com.ayvlo.metrics.adapter.ratelimit.redis;

import com.ayvlo.metrics.adapter.client.redis.RedisConfig;
import com.ayvlo.metrics.testkit.servers.RedisServer;

import java.time.Duration;

/** Databases for tests. */
final class Databases {
    /** So long that a busy machine does not make a test fall back that is about something else. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private Databases() {}

    static RedisConfig fresh(RedisServer server) {
        return new RedisConfig(
                server.host(), server.port(), server.freshDatabase(), server.password());
    }
}
