package com.ayvlo.metrics.adapter.storage.duckdb;

import com.ayvlo.metrics.domain.query.ExactSum;

import org.duckdb.DuckDBAppender;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The numbers of one hour of a name.
 *
 * @param key the hour and the name, as in {@link DirtyHours}
 * @param sum not a number if it cannot be trusted: then only the single values can tell
 */
record HourRollup(
        long key,
        long count,
        double sum,
        double least,
        double most,
        double p50,
        double p95,
        double p99) {
    /** Reads a row of {@link RollupSql#numbers}. */
    static HourRollup of(ResultSet row) throws SQLException {
        double sum = row.getDouble(4);
        return new HourRollup(
                DirtyHours.key(row.getInt(1), row.getInt(2)),
                row.getLong(3),
                ExactSum.isTrusted(sum, row.getDouble(5)) ? sum : Double.NaN,
                row.getDouble(6),
                row.getDouble(7),
                row.getDouble(8),
                row.getDouble(9),
                row.getDouble(10));
    }

    /** Appends a row of the table {@code rollups}. */
    void appendTo(DuckDBAppender appender) throws SQLException {
        appender.beginRow();
        appender.append(DirtyHours.nameId(key));
        appender.appendEpochMicros(DirtyHours.hour(key) * RollupSql.HOUR_MICROS);
        appender.append(count);
        if (Double.isNaN(sum)) {
            appender.appendNull();
        } else {
            appender.append(sum);
        }
        appender.append(least);
        appender.append(most);
        appender.append(p50);
        appender.append(p95);
        appender.append(p99);
        appender.endRow();
    }
}
