package com.ayvlo.metrics.bootstrap.faults;

import com.ayvlo.metrics.testkit.servers.OwnClickHouse;
import com.ayvlo.metrics.testkit.servers.PostgresServer;
import com.ayvlo.metrics.testkit.servers.RedisServer;
import com.ayvlo.metrics.testkit.servers.SlowLine;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** ClickHouse, PostgreSQL and Redis behind lines that can be slow, and ways to harm them all. */
final class SickServers implements AutoCloseable {
    /** Longer than any patience of the service. */
    private static final Duration LATE = Duration.ofSeconds(4);

    private final OwnClickHouse clickHouse = OwnClickHouse.start();
    private final PostgresServer postgres = PostgresServer.own();
    private final RedisServer redis = RedisServer.own();
    private final SlowLine toClickHouse = SlowLine.to(clickHouse.host(), clickHouse.port());
    private final SlowLine toPostgres = SlowLine.to(postgres.host(), postgres.port());
    private final SlowLine toRedis = SlowLine.to(redis.host(), redis.port());
    private final String database = postgres.freshDatabase();
    private final Connection byHand = connect(); // before its password changes

    /** The variables of a service that uses them. */
    String[] variables() {
        return new String[] {
            "CLICKHOUSE_HOST", clickHouse.host(),
            "CLICKHOUSE_PORT", Integer.toString(toClickHouse.port()),
            "CLICKHOUSE_USER", clickHouse.user(),
            "CLICKHOUSE_PASSWORD", clickHouse.password(),
            "POSTGRES_HOST", postgres.host(),
            "POSTGRES_PORT", Integer.toString(toPostgres.port()),
            "POSTGRES_USER", postgres.user(),
            "POSTGRES_PASSWORD", postgres.password(),
            "POSTGRES_DB", database,
            "REDIS_HOST", redis.host(),
            "REDIS_PORT", Integer.toString(toRedis.port()),
            "REDIS_PASSWORD", redis.password(),
        };
    }

    private Connection connect() {
        try {
            return postgres.connect("postgres");
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    /** They take connections, and say nothing. */
    void pause() {
        clickHouse.pause();
        postgres.pause();
        redis.pause();
    }

    void resume() {
        clickHouse.resume();
        postgres.resume();
        redis.resume();
    }

    /** What they say comes late. */
    void slow() {
        delay(LATE);
    }

    void fast() {
        delay(Duration.ZERO);
    }

    private void delay(Duration delay) {
        toClickHouse.delay(delay);
        toPostgres.delay(delay);
        toRedis.delay(delay);
    }

    /** They may only be read. */
    void readOnly() {
        setTable("table_readonly = 1");
        administer("ALTER DATABASE %s SET default_transaction_read_only = on");
        redis.readOnly(true);
    }

    void writable() {
        setTable("table_readonly = 0");
        administer("ALTER DATABASE %s RESET default_transaction_read_only");
        redis.readOnly(false);
    }

    /** They take no more: metrics, connections, keys. */
    void full() {
        setTable("min_free_disk_bytes_to_perform_insert = 1000000000000000");
        administer("ALTER DATABASE %s ALLOW_CONNECTIONS false");
        redis.full(true);
    }

    void roomy() {
        setTable("min_free_disk_bytes_to_perform_insert = 0");
        administer("ALTER DATABASE %s ALLOW_CONNECTIONS true");
        redis.full(false);
    }

    /** PostgreSQL and Redis ask for another password, and ClickHouse has too many parts. */
    void refusing() {
        clickHouse.execute("SYSTEM STOP MERGES metrics.metrics");
        setTable("parts_to_throw_insert = 1, parts_to_delay_insert = 0");
        administer("ALTER ROLE CURRENT_USER PASSWORD 'another'");
        redis.refusing(true);
    }

    void willing() {
        clickHouse.execute("SYSTEM START MERGES metrics.metrics");
        setTable("parts_to_throw_insert = 3000, parts_to_delay_insert = 1000");
        administer("ALTER ROLE CURRENT_USER PASSWORD %s".formatted(quoted(postgres.password())));
        redis.refusing(false);
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''").replace("%", "%%") + "'";
    }

    private void setTable(String settings) {
        clickHouse.execute("ALTER TABLE metrics.metrics MODIFY SETTING " + settings);
    }

    /** Changes something of PostgreSQL, which holds for the connections made after that. */
    private void administer(String sql) {
        try (Statement statement = byHand.createStatement()) {
            statement.execute(sql.formatted(database));
            statement.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s'"
                            .formatted(database));
        } catch (SQLException failure) {
            throw new AssertionError(sql, failure);
        }
    }

    @Override
    public void close() {
        toClickHouse.close();
        toPostgres.close();
        toRedis.close();
        clickHouse.close();
        postgres.close();
        redis.close();
    }
}
