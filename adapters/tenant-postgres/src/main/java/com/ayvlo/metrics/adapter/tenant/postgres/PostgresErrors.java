package com.ayvlo.metrics.adapter.tenant.postgres;

import com.ayvlo.metrics.domain.tenant.TenantDirectoryUnavailable;

import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/** What failures mean, in words of our own: the vendor's may hold statements and their values. */
final class PostgresErrors {
    private static final String DISK_FULL = "53100";

    private PostgresErrors() {}

    /** What went wrong behind an exception of Jdbi or Flyway, which quote the statement. */
    static Exception cause(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return failure;
    }

    /** What a caller is told who could not be answered. */
    static TenantDirectoryUnavailable unavailable(Exception cause) {
        return new TenantDirectoryUnavailable(
                "the directory of tenants cannot answer: PostgreSQL " + words(cause), cause);
    }

    /** Whether it is the server, rather than one statement, that fails. */
    static boolean isAway(Exception cause) {
        String state = state(cause);
        if (state.equals(DISK_FULL)) {
            return false; // it can still be read
        }
        return cause instanceof SQLTransientConnectionException
                || state.startsWith("08")
                || state.startsWith("57P")
                || state.startsWith("28")
                || state.startsWith("53")
                || state.startsWith("3D");
    }

    /** A failure as a predicate of PostgreSQL. */
    static String words(Exception cause) {
        if (isTimeout(cause)) {
            return "does not answer in time";
        }
        String state = state(cause);
        return switch (state) {
            case "28P01", "28000" -> "refuses the user or the password";
            case "3D000" -> "has no database of this name";
            case "42501" -> "does not let the user make or use its tables";
            case "25006" -> "may only be read";
            case DISK_FULL -> "has no room on its disk";
            case "53300" -> "has no connection left";
            case "57P01", "57P02", "57P03" -> "is stopping or starting";
            case "" ->
                    cause instanceof SQLException
                            ? "cannot be reached"
                            : "does not have the tables that this version expects";
            default ->
                    state.startsWith("08") ? "cannot be reached" : "fails with SQLSTATE " + state;
        };
    }

    private static boolean isTimeout(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketTimeoutException) {
                return true;
            }
        }
        return failure instanceof SQLTransientConnectionException && failure.getCause() == null;
    }

    private static String state(Exception cause) {
        String state = cause instanceof SQLException sql ? sql.getSQLState() : null;
        return state == null ? "" : state;
    }
}
