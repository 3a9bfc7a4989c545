package com.ayvlo.metrics.adapter.tenant.postgres;

import com.zaxxer.hikari.HikariDataSource;

import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.ds.PGSimpleDataSource;

import java.sql.SQLException;

/**
 * Connections to the database: some that look-ups share, and some with a task of their own. None is
 * made before it is needed.
 */
final class Connections implements AutoCloseable {
    /** Both small: whoever waits holds up a request. */
    private static final int TIMEOUT_SECONDS = 2;

    private static final int WAIT_FOR_CONNECTION_MILLIS = 1000;
    private static final int SHARED = 8;

    /** Another node may be making the tables. */
    private static final int MIGRATION_SECONDS = 60;

    private final PostgresConfig config;
    private final HikariDataSource shared = new HikariDataSource();
    private final Jdbi jdbi = Jdbi.create(shared);

    Connections(PostgresConfig config) {
        this.config = config;
        shared.setPoolName("tenants");
        shared.setDataSource(source(TIMEOUT_SECONDS));
        shared.setMaximumPoolSize(SHARED);
        shared.setMinimumIdle(0); // a pool that fills itself would knock at a server that is away
        shared.setInitializationFailTimeout(-1);
        shared.setConnectionTimeout(WAIT_FOR_CONNECTION_MILLIS);
        shared.setValidationTimeout(WAIT_FOR_CONNECTION_MILLIS);
    }

    private PGSimpleDataSource source(int timeoutSeconds) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {config.host()});
        source.setPortNumbers(new int[] {config.port()});
        source.setDatabaseName(config.database());
        source.setUser(config.user());
        source.setPassword(config.password());
        source.setApplicationName("ayvlo-metrics");
        source.setConnectTimeout(TIMEOUT_SECONDS);
        source.setSocketTimeout(timeoutSeconds);
        source.setTcpKeepAlive(true);
        source.setLogServerErrorDetail(false); // it quotes values
        return source;
    }

    /** Connections that are given back after each use. */
    Jdbi shared() {
        return jdbi;
    }

    /** A connection that belongs to the caller. */
    Handle dedicated() throws SQLException {
        return Jdbi.open(source(TIMEOUT_SECONDS).getConnection());
    }

    /** Makes the tables, or changes them to what this version expects; one node at a time. */
    void migrate() {
        Flyway.configure(Connections.class.getClassLoader())
                .dataSource(source(MIGRATION_SECONDS))
                .locations("classpath:com/ayvlo/metrics/adapter/tenant/postgres")
                .schemas("ayvlo_metrics")
                .createSchemas(true)
                .loggers("slf4j")
                .load()
                .migrate();
    }

    @Override
    public void close() {
        shared.close();
    }
}
