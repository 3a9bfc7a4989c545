package com.ayvlo.metrics.testkit.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

class PostgresServerTest {
    @Test
    void isSharedAndGivesEachTestADatabaseOfItsOwn() throws SQLException {
        PostgresServer server = PostgresServer.shared();
        String one = server.freshDatabase();
        String two = server.freshDatabase();
        execute(server, one, "CREATE TABLE mine (n integer)");

        assertThat(PostgresServer.shared()).isSameAs(server);
        assertThat(count(server, one, "information_schema.tables WHERE table_name = 'mine'"))
                .isEqualTo(1);
        assertThat(count(server, two, "information_schema.tables WHERE table_name = 'mine'"))
                .isZero();
    }

    @Test
    void asksForThePassword() {
        PostgresServer server = PostgresServer.shared();
        String url =
                "jdbc:postgresql://%s:%d/%s"
                        .formatted(server.host(), server.port(), server.freshDatabase());

        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> DriverManager.getConnection(url, server.user(), "wrong").close())
                .satisfies(failure -> assertThat(failure.getSQLState()).isEqualTo("28P01"));
    }

    @Test
    void canBeKilledAndComesBackWithItsData() throws SQLException {
        try (PostgresServer server = PostgresServer.own()) {
            int port = server.port();
            String database = server.freshDatabase();
            execute(server, database, "CREATE TABLE mine (n integer)");
            execute(server, database, "INSERT INTO mine VALUES (1)");

            server.kill();
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> server.connect(database).close());
            server.start();

            assertThat(server.port()).isEqualTo(port);
            assertThat(count(server, database, "mine")).isEqualTo(1);
        }
    }

    @Test
    void canBePaused() throws SQLException {
        try (PostgresServer server = PostgresServer.own();
                Connection connection = server.connect(server.freshDatabase());
                Statement statement = connection.createStatement()) {
            connection.setNetworkTimeout(Runnable::run, 200);
            server.pause();
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> statement.execute("SELECT 1"))
                    .withCauseInstanceOf(SocketTimeoutException.class);
            server.resume();

            assertThat(server.freshDatabase()).isNotEmpty();
        }
    }

    @Test
    void readsTheAddressFromTheEnvironment() {
        try (PostgresServer given = PostgresServer.given("postgresql://me:p%40ss@db:5433/tests")) {
            assertThat(given.host()).isEqualTo("db");
            assertThat(given.port()).isEqualTo(5433);
            assertThat(given.user()).isEqualTo("me");
            assertThat(given.password()).isEqualTo("p@ss");
            assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(given::kill);
        }
    }

    private static void execute(PostgresServer server, String database, String sql)
            throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long count(PostgresServer server, String database, String from)
            throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT count(*) FROM " + from)) {
            result.next();
            return result.getLong(1);
        }
    }
}
