package com.ayvlo.metrics.adapter.storage.duckdb;

import org.duckdb.DuckDBConnection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.UUID;

/** Opens connections to a file of DuckDB, with the settings that this storage needs. */
final class DuckDbFile {
    private static final System.Logger LOG = System.getLogger(DuckDbFile.class.getName());

    /** The name of the file's database beside the empty one in memory that DuckDB starts with. */
    private static final String DATABASE = "metrics";

    /**
     * A sixth of DuckDB's own. It knows of each row group which names are in it, and a block is
     * sorted by name: the smaller the groups, the fewer rows of other names does a query see. Still
     * smaller ones are compressed less.
     */
    private static final int ROWS_IN_GROUP = 20_480;

    private DuckDbFile() {}

    /**
     * The first connection to a file, which is made if there is none. A log that cannot be read is
     * put aside: the file alone has everything up to the last checkpoint, and whoever writes keeps
     * what came after it until it is secured.
     */
    static DuckDBConnection open(Path file, DuckDbConfig config) throws SQLException, IOException {
        try {
            return connect(file, config);
        } catch (SQLException e) {
            Path log = file.resolveSibling(file.getFileName() + ".wal");
            if (!DuckDbErrors.isDamagedLog(e) || !Files.exists(log)) {
                throw e;
            }
            Path aside = log.resolveSibling(log.getFileName() + ".damaged-" + UUID.randomUUID());
            Files.move(log, aside);
            LOG.log(
                    System.Logger.Level.ERROR,
                    "the log of DuckDB cannot be read; it is now {0}, and what it held has to be"
                            + " written again",
                    aside.getFileName());
            return connect(file, config);
        }
    }

    /** One more connection to the same file. */
    static DuckDBConnection another(DuckDBConnection first) throws SQLException {
        return prepared(first.duplicate(), List.of("USE " + DATABASE));
    }

    private static DuckDBConnection connect(Path file, DuckDbConfig config) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("memory_limit", config.memoryLimitBytes() + "B");
        properties.setProperty("temp_directory", file + ".tmp");
        properties.setProperty("checkpoint_threshold", "512MB");
        properties.setProperty("threads", Integer.toString(config.threads()));
        properties.setProperty("autoinstall_known_extensions", "false");
        properties.setProperty("autoload_known_extensions", "false");
        return prepared(
                DriverManager.getConnection("jdbc:duckdb:", properties)
                        .unwrap(DuckDBConnection.class),
                List.of(
                        "ATTACH '%s' AS %s (ROW_GROUP_SIZE %d)"
                                .formatted(quoted(file), DATABASE, ROWS_IN_GROUP),
                        "USE " + DATABASE,
                        "SET enable_external_access = false")); // no statement reads other files
    }

    private static String quoted(Path file) {
        return file.toString().replace("'", "''");
    }

    private static DuckDBConnection prepared(DuckDBConnection connection, List<String> statements)
            throws SQLException {
        boolean done = false;
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
            done = true;
            return connection;
        } finally {
            if (!done) {
                connection.close();
            }
        }
    }
}
