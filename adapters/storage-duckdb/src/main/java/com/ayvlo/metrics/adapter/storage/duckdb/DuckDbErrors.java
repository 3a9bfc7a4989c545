package com.ayvlo.metrics.adapter.storage.duckdb;

import com.ayvlo.metrics.domain.storage.StorageException;

import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.ExecutionException;

/**
 * Decides what a failure of DuckDB means to the caller. The driver gives no codes, only messages
 * that start with the kind of error. Ours say nothing of the statement: they may reach a client.
 */
final class DuckDbErrors {
    /** Why a file is not opened a second time. */
    static final String ALREADY_OPEN = "this process has already opened it";

    private DuckDbErrors() {}

    /** What to throw for this failure, unless it was a commit's. */
    static StorageException of(SQLException failure) {
        String message = message(failure);
        if (message.contains("no space left") || message.contains("disk quota")) {
            return new StorageException.Overloaded("the disk of DuckDB is full", failure);
        }
        if (message.startsWith("out of memory error")) {
            return new StorageException.Overloaded(
                    "DuckDB needs more memory than its limit", failure);
        }
        if (message.startsWith("interrupt error")) {
            return new StorageException.TimedOut("DuckDB was told to stop", failure);
        }
        if (message.contains("corrupt") || message.contains("checksum")) {
            return new StorageException.Corrupt("the file of DuckDB is damaged", failure);
        }
        if (breaksDatabase(failure)
                || message.startsWith("io error")
                || message.startsWith("connection error")
                || message.startsWith("transactioncontext error")) {
            return new StorageException.Unavailable("DuckDB failed", failure);
        }
        return new StorageException.Unsupported("DuckDB refused the statement", failure);
    }

    /** What to throw when the file could not be opened; the message is for the operator. */
    static StorageException.Unavailable ofOpening(String fileName, Exception failure) {
        String message = message(failure);
        String reason;
        if (message.contains("could not set lock")) {
            reason = "another process uses it";
        } else if (message.contains(ALREADY_OPEN)) {
            reason = ALREADY_OPEN;
        } else if (failure instanceof SQLException sql
                && of(sql) instanceof StorageException.Corrupt) {
            reason = "it is damaged";
        } else {
            reason = failure.getClass().getSimpleName() + ", see the log";
        }
        return new StorageException.Unavailable(
                "cannot open %s: %s".formatted(fileName, reason), failure);
    }

    /** Whether a file could not be opened because its log, not the file itself, is damaged. */
    static boolean isDamagedLog(SQLException failure) {
        String message = message(failure);
        return message.contains("wal") && of(failure) instanceof StorageException.Corrupt;
    }

    /** Whether DuckDB refuses everything after this failure until the file is opened again. */
    static boolean breaksDatabase(SQLException failure) {
        String message = message(failure);
        return message.startsWith("fatal error")
                || message.startsWith("internal error")
                || message.contains("has been invalidated");
    }

    /** What a task threw on its own thread, to be thrown on the one that waits for it. */
    static RuntimeException ofTask(ExecutionException failure) {
        Throwable cause = failure.getCause();
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException unchecked
                ? unchecked
                : new IllegalStateException(cause);
    }

    private static String message(Exception failure) {
        return String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    }
}
