package com.ayvlo.metrics.adapter.storage.duckdb;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The tables, and what brings a file to the version that this code reads. */
final class DuckDbSchema {
    /** Raised with every change of the tables. */
    static final int VERSION = 2;

    /**
     * Every hour of a name that has metrics is dirty or has a rollup, or both: then the rollup is
     * out of date. The same hour may be dirty several times.
     */
    private static final String ROLLUP_TABLES =
            """
            CREATE TABLE rollups (
                name_id INTEGER NOT NULL,
                hour TIMESTAMP NOT NULL,
                count BIGINT NOT NULL,
                sum DOUBLE,
                min DOUBLE NOT NULL,
                max DOUBLE NOT NULL,
                p50 DOUBLE NOT NULL,
                p95 DOUBLE NOT NULL,
                p99 DOUBLE NOT NULL);
            CREATE TABLE dirty (name_id INTEGER NOT NULL, hour TIMESTAMP NOT NULL);
            """;

    /**
     * No keys and no indexes: the writer alone sees to uniqueness, from memory, and an index would
     * cost more than all the rest. Numbers instead of text in the one large table.
     */
    private static final String TABLES =
            """
            CREATE TABLE names (
                id INTEGER NOT NULL,
                tenant UUID NOT NULL,
                name VARCHAR NOT NULL);
            CREATE TABLE series (
                id INTEGER NOT NULL,
                tenant UUID NOT NULL,
                name_id INTEGER NOT NULL,
                dimensions VARCHAR NOT NULL);
            CREATE TABLE samples (
                series_id INTEGER NOT NULL,
                name_id INTEGER NOT NULL,
                ts TIMESTAMP NOT NULL,
                value DOUBLE NOT NULL,
                metadata VARCHAR);
            CREATE TABLE positions (
                node UUID NOT NULL,
                last BIGINT NOT NULL,
                content_high BIGINT NOT NULL,
                content_low BIGINT NOT NULL,
                cut_at TIMESTAMP NOT NULL);
            %s
            CREATE TABLE schema_version (version INTEGER NOT NULL, sweep_due BOOLEAN NOT NULL);
            INSERT INTO schema_version VALUES (%d, false);
            CREATE VIEW metrics AS
                SELECT
                    s.tenant,
                    n.name AS metric_name,
                    m.ts AS timestamp,
                    m.value,
                    map(
                        str_split(s.dimensions, chr(1))[1:-2:2],
                        str_split(s.dimensions, chr(1))[2:-1:2]) AS dimensions,
                    m.metadata
                FROM samples m
                JOIN series s ON s.id = m.series_id
                JOIN names n ON n.id = m.name_id;
            """
                    .formatted(ROLLUP_TABLES, VERSION);

    /** Of the first version, which had no rollups: then every hour is still to be rolled up. */
    private static final String FROM_VERSION_1 =
            ROLLUP_TABLES
                    + """
                    INSERT INTO dirty
                        SELECT DISTINCT name_id, date_trunc('hour', ts) FROM samples;
                    UPDATE schema_version SET version = 2;
                    """;

    /** Series and names whose last metric has been deleted. */
    private static final String SWEEP =
            """
            DELETE FROM series WHERE id NOT IN (SELECT series_id FROM samples);
            DELETE FROM names WHERE id NOT IN (SELECT name_id FROM series);
            DELETE FROM rollups WHERE name_id NOT IN (SELECT id FROM names);
            DELETE FROM dirty WHERE name_id NOT IN (SELECT id FROM names);
            UPDATE schema_version SET sweep_due = false;
            """;

    private DuckDbSchema() {}

    /**
     * Makes the tables of a new file, and removes from another one what deletions left behind.
     * Called before anything of it is in memory.
     *
     * @throws SQLException also if the file was written by a newer version
     */
    static void prepare(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN TRANSACTION");
            if (isEmpty(statement)) {
                statement.execute(TABLES);
            } else {
                migrate(statement);
                if (isTrue(statement, "SELECT sweep_due FROM schema_version")) {
                    statement.execute(SWEEP);
                }
            }
            statement.execute("COMMIT");
        }
    }

    private static boolean isEmpty(Statement statement) throws SQLException {
        return isTrue(
                statement,
                "SELECT count(*) = 0 FROM duckdb_tables() WHERE table_name = 'schema_version'");
    }

    private static void migrate(Statement statement) throws SQLException {
        if (isTrue(statement, "SELECT version = 1 FROM schema_version")) {
            statement.execute(FROM_VERSION_1);
        }
        if (!isTrue(statement, "SELECT version = " + VERSION + " FROM schema_version")) {
            throw new SQLException("the file has another version of the tables than " + VERSION);
        }
    }

    private static boolean isTrue(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() && rows.getBoolean(1);
        }
    }
}
