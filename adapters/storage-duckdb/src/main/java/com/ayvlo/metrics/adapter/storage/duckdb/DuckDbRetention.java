package com.ayvlo.metrics.adapter.storage.duckdb;

import com.ayvlo.metrics.domain.metric.MetricTime;
import com.ayvlo.metrics.domain.query.RollupQuery;
import com.ayvlo.metrics.domain.storage.Block;
import com.ayvlo.metrics.domain.storage.RetentionEnforcer;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Deletes what is too old, on the writer's thread, a few blocks' worth at a time so that writes
 * come in between. Series and names without metrics stay until the file is opened the next time:
 * until then the process may refer to them, and no query shows them.
 *
 * <p>Safe for concurrent use.
 */
final class DuckDbRetention implements RetentionEnforcer {
    private static final int METRICS_AT_ONCE = 4 * Block.MAX_METRICS;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final DuckDbDatabase database;
    private final AtomicLong deletedSinceCheckpoint = new AtomicLong();

    DuckDbRetention(DuckDbDatabase database) {
        this.database = database;
    }

    @Override
    public long deleteBefore(TenantId tenant, Instant cutoff) {
        if (!cutoff.isAfter(MetricTime.FIRST)) {
            return database.write(session -> 0L);
        }
        Instant bounded = cutoff.isAfter(MetricTime.END) ? MetricTime.END : cutoff;
        long cutoffMillis = bounded.plusNanos(NANOS_PER_MILLI - 1).toEpochMilli();
        long total = 0;
        long deleted;
        do {
            deleted = database.write(session -> deleteSome(session, tenant, cutoffMillis));
            total += deleted;
        } while (deleted == METRICS_AT_ONCE);
        return total;
    }

    /** What is deleted from is dirty until all of it is gone, or what is left is rolled up. */
    private static long uncover(DuckDbSession session, TenantId tenant, long cutoffMillis)
            throws SQLException {
        String hours = " WHERE name_id IN (SELECT id FROM names WHERE tenant = ?) AND hour < ";
        String end = Sql.timestamp(cutoffMillis);
        session.update(
                new Sql()
                        .add("INSERT INTO dirty SELECT name_id, hour FROM rollups")
                        .add(hours + end, tenant.value()));
        return session.update(
                new Sql().add("DELETE FROM rollups").add(hours + end, tenant.value()));
    }

    /** Of hours that are gone as a whole there is nothing to be rolled up. */
    private static long forgetHours(DuckDbSession session, TenantId tenant, long cutoffMillis)
            throws SQLException {
        long hour = cutoffMillis - cutoffMillis % RollupQuery.HOUR_MILLIS;
        return session.update(
                new Sql()
                        .add(
                                "DELETE FROM dirty WHERE name_id IN (SELECT id FROM names WHERE"
                                        + " tenant = ?)",
                                tenant.value())
                        .add(" AND hour < " + Sql.timestamp(hour)));
    }

    private static Sql someBefore(TenantId tenant, long cutoffMillis) {
        return new Sql()
                .add("DELETE FROM samples WHERE rowid IN (SELECT rowid FROM samples")
                .add(" WHERE name_id IN (SELECT id FROM names WHERE tenant = ?)", tenant.value())
                .add(" AND ts < " + Sql.timestamp(cutoffMillis))
                .add(" LIMIT " + METRICS_AT_ONCE + ")");
    }

    private long deleteSome(DuckDbSession session, TenantId tenant, long cutoffMillis)
            throws SQLException {
        long[] deleted = {0};
        long[] dirtied = {0};
        session.transaction(
                () -> {
                    dirtied[0] = uncover(session, tenant, cutoffMillis);
                    deleted[0] = session.update(someBefore(tenant, cutoffMillis));
                    if (deleted[0] > 0) {
                        session.execute("UPDATE schema_version SET sweep_due = true");
                    }
                    if (deleted[0] < METRICS_AT_ONCE) {
                        dirtied[0] += forgetHours(session, tenant, cutoffMillis);
                    }
                });
        if (deleted[0] + dirtied[0] > 0) {
            session.dirty().forget();
        }
        if (deletedSinceCheckpoint.addAndGet(deleted[0]) >= METRICS_AT_ONCE) {
            deletedSinceCheckpoint.set(0);
            session.checkpoint();
        }
        return deleted[0];
    }
}
