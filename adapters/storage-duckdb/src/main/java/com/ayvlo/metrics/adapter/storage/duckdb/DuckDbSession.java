package com.ayvlo.metrics.adapter.storage.duckdb;

import com.ayvlo.metrics.domain.storage.StorageException;

import org.duckdb.DuckDBConnection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * An open file: the writer's connection, one for each thread that reads, and what of the file is
 * kept in memory. Ends when it is closed, or broken by a failure after which DuckDB wants the file
 * to be opened again.
 *
 * <p>Opening, writing and closing belong to the writer's thread; readers take connections of their
 * own. No connection is ever used by two threads at once.
 */
final class DuckDbSession {
    private static final System.Logger LOG = System.getLogger(DuckDbSession.class.getName());

    /** DuckDB lets one process open a file twice; two writers would number series twice. */
    private static final Set<Path> FILES_IN_USE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final DuckDBConnection writer;
    private final Queue<DuckDBConnection> readers;
    private final int readerCount;
    private final NameTable names = new NameTable();
    private final SeriesTable series = new SeriesTable(names);
    private final SeriesCache cachedSeries = new SeriesCache();
    private final PositionTable positions = new PositionTable();
    private final DirtyHours dirty = new DirtyHours();
    private final CheckpointPace pace = new CheckpointPace(); // of the writer's thread only
    private int closed;
    private volatile boolean broken;

    private DuckDbSession(Path file, DuckDBConnection writer, int readerCount) {
        this.file = file;
        this.writer = writer;
        this.readerCount = readerCount;
        this.readers = new ConcurrentLinkedQueue<>();
    }

    /** What is done within a transaction. */
    interface Work {
        void run() throws SQLException;
    }

    /** Opens the file, makes it if there is none, and reads what is kept in memory. */
    static DuckDbSession open(DuckDbConfig config, int readerCount)
            throws IOException, SQLException {
        Files.createDirectories(config.directory());
        Path file = config.directory().toRealPath().resolve(config.file().getFileName());
        if (!FILES_IN_USE.add(file)) {
            throw new IOException(file + ": " + DuckDbErrors.ALREADY_OPEN);
        }
        boolean done = false;
        try {
            DuckDBConnection writer = DuckDbFile.open(file, config);
            try {
                DuckDbSession session = new DuckDbSession(file, writer, readerCount);
                session.prepare();
                done = true;
                return session;
            } finally {
                if (!done) {
                    writer.close();
                }
            }
        } finally {
            if (!done) {
                FILES_IN_USE.remove(file);
            }
        }
    }

    private void prepare() throws SQLException {
        DuckDbSchema.prepare(writer);
        new TableLoader(writer).load(names, series, positions);
        checkpoint();
        for (int i = 0; i < readerCount; i++) {
            readers.add(DuckDbFile.another(writer));
        }
    }

    DuckDBConnection writer() {
        return writer;
    }

    NameTable names() {
        return names;
    }

    SeriesTable series() {
        return series;
    }

    SeriesCache cachedSeries() {
        return cachedSeries;
    }

    PositionTable positions() {
        return positions;
    }

    DirtyHours dirty() {
        return dirty;
    }

    /**
     * A connection for one query. There is always one, since no more threads read than were said,
     * but once the file is closed there never will be: who comes too late must not wait for it.
     */
    DuckDBConnection takeReader() {
        DuckDBConnection reader = readers.poll();
        if (reader == null) {
            throw new StorageException.Unavailable("DuckDB failed and is opened again");
        }
        return reader;
    }

    void giveBack(DuckDBConnection reader) {
        readers.add(reader);
    }

    /** Runs work as one transaction of the writer; if it throws, nothing has happened. */
    void transaction(Work work) throws SQLException {
        execute("BEGIN TRANSACTION");
        boolean done = false;
        try {
            work.run();
            done = true;
        } finally {
            if (!done) {
                rollback();
            }
        }
        try {
            execute("COMMIT");
        } catch (SQLException e) {
            broken = true; // what the file has will be known when it has been opened again
            throw new StorageException.OutcomeUnknown(
                    "a commit was not confirmed: " + DuckDbErrors.of(e).getMessage(), e);
        }
    }

    /** Runs work of the writer and takes it back. */
    void tryOut(Work work) throws SQLException {
        execute("BEGIN TRANSACTION");
        try {
            work.run();
        } finally {
            rollback();
        }
    }

    private void rollback() {
        try {
            execute("ROLLBACK");
        } catch (SQLException e) {
            broken = true;
            LOG.log(System.Logger.Level.WARNING, "DuckDB could not roll back", e);
        }
    }

    /** Runs a statement on the writer's connection. */
    void execute(String sql) throws SQLException {
        try (Statement statement = writer.createStatement()) {
            statement.execute(sql);
        }
    }

    /**
     * Runs a statement that changes rows on the writer's connection.
     *
     * @return how many it changed
     */
    long update(Sql sql) throws SQLException {
        try (PreparedStatement statement = writer.prepareStatement(sql.text())) {
            sql.bind(statement);
            return statement.executeLargeUpdate();
        }
    }

    /**
     * Moves the write-ahead log into the file and frees the room of what was deleted, if no query
     * is in the way; otherwise that happens later.
     */
    void checkpoint() {
        try {
            checkpointOrFail();
        } catch (SQLException e) {
            if (DuckDbErrors.breaksDatabase(e)) {
                broken = true;
            }
            LOG.log(System.Logger.Level.WARNING, "DuckDB put off a checkpoint", e);
        }
    }

    /** The same, if it works now. */
    void checkpointOrFail() throws SQLException {
        pace.restart();
        execute("CHECKPOINT");
        positions.secure();
    }

    /** So many metrics more are in the write-ahead log; moves it into the file now and then. */
    void logged(int metrics) {
        if (pace.isDueAfter(metrics)) {
            checkpoint();
        }
    }

    /** What to throw for a failure of this session. */
    StorageException failure(SQLException failure) {
        if (DuckDbErrors.breaksDatabase(failure)) {
            broken = true;
        }
        return DuckDbErrors.of(failure);
    }

    /** Whether it has to be closed and opened again. */
    boolean isBroken() {
        return broken;
    }

    /**
     * Closes all connections that are not in use.
     *
     * @return whether that was all of them, so that the file is closed
     */
    boolean close() {
        for (DuckDBConnection idle = readers.poll(); idle != null; idle = readers.poll()) {
            closed++;
            closeQuietly(idle);
        }
        if (closed < readerCount) {
            return false;
        }
        closeQuietly(writer);
        FILES_IN_USE.remove(file);
        return true;
    }

    private static void closeQuietly(DuckDBConnection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.WARNING, "DuckDB could not close a connection", e);
        }
    }
}
