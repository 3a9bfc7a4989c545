package com.ayvlo.metrics.adapter.storage.duckdb;

import com.ayvlo.metrics.domain.storage.StorageException;

import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One query on its way: runs on a reader's thread until it has its answer or is told to stop by
 * another thread.
 */
final class QueryRun<T> implements Callable<T> {
    private static final long STOP_INTERVAL_MILLIS = 5;
    private static final long LONGEST_STOP_MILLIS = 900;

    private final DuckDbSession session;
    private final Query<T> query;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean started;
    private volatile boolean stopped;
    private volatile @Nullable Statement running;
    private @Nullable DuckDBConnection connection;

    /** What is asked. */
    interface Query<T> {
        T answer(QueryRun<?> run) throws SQLException;
    }

    /** What becomes of each row. */
    interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    QueryRun(DuckDbSession session, Query<T> query) {
        this.session = session;
        this.query = query;
    }

    NameTable names() {
        return session.names();
    }

    SeriesCache series() {
        return session.cachedSeries();
    }

    @Override
    public T call() {
        started = true;
        try {
            continueOrThrow();
            return answerOn(session.takeReader());
        } finally {
            done.countDown();
        }
    }

    private T answerOn(DuckDBConnection reader) {
        try {
            connection = reader;
            return query.answer(this);
        } catch (SQLException e) {
            throw session.failure(e);
        } finally {
            session.giveBack(reader);
        }
    }

    /** Gives each row of the statement's result to {@code reader}. */
    void select(Sql sql, RowReader reader) throws SQLException {
        try (PreparedStatement statement = connection().prepareStatement(sql.text())) {
            sql.bind(statement);
            running = statement;
            continueOrThrow();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    continueOrThrow();
                    reader.read(rows);
                }
            }
        } finally {
            running = null;
        }
    }

    /** Lets several statements see the file as it is now. */
    void inTransaction(DuckDbSession.Work work) throws SQLException {
        execute("BEGIN TRANSACTION");
        try {
            work.run();
        } finally {
            execute("ROLLBACK"); // it has only read
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection().createStatement()) {
            statement.execute(sql);
        }
    }

    private DuckDBConnection connection() {
        if (connection == null) {
            throw new IllegalStateException("a query runs on its reader's thread");
        }
        return connection;
    }

    /** Throws if the query was told to stop; to be called by whatever takes long. */
    void continueOrThrow() {
        if (stopped) {
            throw new StorageException.TimedOut("the query was stopped");
        }
    }

    /**
     * Stops it; returns when it has ended, but within a second. DuckDB forgets a request to stop
     * that comes between two statements, so it is repeated.
     *
     * @return whether the calling thread was interrupted meanwhile
     */
    boolean stop() {
        stopped = true;
        boolean interrupted = false;
        if (!started) {
            return interrupted; // it will see that it is not wanted when its turn comes
        }
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_STOP_MILLIS);
        while (System.nanoTime() - end < 0) {
            cancelStatement();
            try {
                if (done.await(STOP_INTERVAL_MILLIS, TimeUnit.MILLISECONDS)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }

    private void cancelStatement() {
        Statement statement = running;
        if (statement != null) {
            try {
                statement.cancel();
            } catch (SQLException e) {
                // It was closed since: there is nothing to cancel.
            }
        }
    }
}
