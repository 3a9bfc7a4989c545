package com.ayvlo.metrics.adapter.tenant.postgres;

import com.ayvlo.metrics.testkit.servers.PostgresServer;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Databases for tests. */
final class Databases {
    private Databases() {}

    /** An empty one on the server that all tests share. */
    static PostgresConfig fresh() {
        return fresh(PostgresServer.shared());
    }

    static PostgresConfig fresh(PostgresServer server) {
        return new PostgresConfig(
                server.host(),
                server.port(),
                server.user(),
                server.password(),
                server.freshDatabase());
    }

    /** What somebody does by hand. */
    static void execute(PostgresServer server, PostgresConfig config, String sql) {
        try (Connection connection = server.connect(config.database());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new AssertionError(sql, failure);
        }
    }
}
