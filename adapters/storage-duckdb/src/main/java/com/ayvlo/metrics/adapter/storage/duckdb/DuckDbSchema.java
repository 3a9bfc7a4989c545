package com.ayvlo.metrics.adapter.storage.duckdb;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The tables, and what brings a file to the version that this code reads. */
final class DuckDbSchema {
    /** Raised with every change of the tables. */
    static final int VERSION = 1;

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
                    .formatted(VERSION);

    /** Series and names whose last metric has been deleted. */
    private static final String SWEEP =
            """
            DELETE FROM series WHERE id NOT IN (SELECT series_id FROM samples);
            DELETE FROM names WHERE id NOT IN (SELECT name_id FROM series);
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
            } else if (needsSweep(statement)) {
                statement.execute(SWEEP);
            }
            statement.execute("COMMIT");
        }
    }

    private static boolean isEmpty(Statement statement) throws SQLException {
        try (ResultSet rows =
                statement.executeQuery(
                        "SELECT count(*) FROM duckdb_tables() WHERE table_name ="
                                + " 'schema_version'")) {
            return rows.next() && rows.getInt(1) == 0;
        }
    }

    private static boolean needsSweep(Statement statement) throws SQLException {
        try (ResultSet rows =
                statement.executeQuery("SELECT version, sweep_due FROM schema_version")) {
            if (!rows.next() || rows.getInt(1) != VERSION) {
                throw new SQLException(
                        "the file has another version of the tables than " + VERSION);
            }
            return rows.getBoolean(2);
        }
    }
}
