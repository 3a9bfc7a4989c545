package com.ayvlo.metrics.testkit.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

import java.net.SocketTimeoutException;

class RedisServerTest {
    @Test
    void isSharedAndGivesEachTestADatabaseOfItsOwn() {
        RedisServer server = RedisServer.shared();
        int one = server.freshDatabase();
        int two = server.freshDatabase();

        try (Jedis first = server.connect(one);
                Jedis second = server.connect(two)) {
            assertThat(first.eval("return redis.call('SET', 'mine', '1')")).isEqualTo("OK");
            assertThat(first.get("mine")).isEqualTo("1");
            assertThat(second.get("mine")).isNull();
        }
        assertThat(RedisServer.shared()).isSameAs(server);
    }

    @Test
    void canBeKilledAndComesBackEmpty() {
        try (RedisServer server = RedisServer.own()) {
            int port = server.port();
            try (Jedis connection = server.connect(0)) {
                connection.set("mine", "1");
            }

            server.kill();
            assertThatExceptionOfType(JedisConnectionException.class)
                    .isThrownBy(() -> server.connect(0).close());
            server.start();

            assertThat(server.port()).isEqualTo(port);
            try (Jedis connection = server.connect(0)) {
                assertThat(connection.get("mine")).isNull();
            }
        }
    }

    @Test
    void canBePaused() {
        try (RedisServer server = RedisServer.own();
                Jedis connection = server.connect(0)) {
            connection.getConnection().setSoTimeout(200);
            server.pause();
            assertThatExceptionOfType(JedisConnectionException.class)
                    .isThrownBy(connection::ping)
                    .withCauseInstanceOf(SocketTimeoutException.class);
            server.resume();

            try (Jedis other = server.connect(0)) {
                assertThat(other.ping()).isEqualTo("PONG");
            }
        }
    }

    @Test
    void readsTheAddressFromTheEnvironment() {
        try (RedisServer given = RedisServer.given("redis://:p%40ss@cache:6380")) {
            assertThat(given.host()).isEqualTo("cache");
            assertThat(given.port()).isEqualTo(6380);
            assertThat(given.password()).isEqualTo("p@ss");
            assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(given::pause);
        }
        try (RedisServer given = RedisServer.given("redis://cache")) {
            assertThat(given.port()).isEqualTo(6379);
            assertThat(given.password()).isEmpty();
        }
    }
}
