package com.ayvlo.metrics.adapter.storage.clickhouse;

import com.ayvlo.metrics.domain.metric.MetricTime;
import com.ayvlo.metrics.domain.query.RollupQuery;
import com.ayvlo.metrics.domain.storage.RetentionEnforcer;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.time.Duration;
import java.time.Instant;

/**
 * Deletes what is too old. First it is noted up to when, so that rollups of these hours are not
 * believed any more; then metrics go, then rollups of whole hours. Stopped in between, the next
 * deletion does the rest, and no answer is wrong meanwhile.
 *
 * <p>Safe for concurrent use.
 */
final class ClickHouseRetention implements RetentionEnforcer {
    private static final Duration READ = Duration.ofSeconds(60);
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final ClickHouseSession session;

    ClickHouseRetention(ClickHouseSession session) {
        this.session = session;
    }

    @Override
    public long deleteBefore(TenantId tenant, Instant cutoff) {
        Instant bounded = cutoff.isAfter(MetricTime.END) ? MetricTime.END : cutoff;
        if (!bounded.isAfter(MetricTime.FIRST)) {
            return 0;
        }
        long millis = bounded.plusNanos(NANOS_PER_MILLI - 1).toEpochMilli();
        String metrics = " AND timestamp < " + Sql.timestamp(millis);
        String hours =
                " AND hour < toDateTime(%d, 'UTC')"
                        .formatted(
                                millis / RollupQuery.HOUR_MILLIS * RollupQuery.HOUR_MILLIS / 1000);
        long found = count(tenant, "metrics", metrics);
        if (found > 0) {
            note(tenant, millis);
            delete(tenant, "metrics", metrics);
        }
        if (count(tenant, "rollups", hours) > 0) {
            note(tenant, millis);
            delete(tenant, "rollups", hours);
        }
        return found;
    }

    private long count(TenantId tenant, String table, String condition) {
        long[] count = {0};
        session.select(
                Sql.of(tenant).add("SELECT toInt64(count())").from(table).add(condition),
                READ,
                row -> count[0] = row.number());
        return count[0];
    }

    private void note(TenantId tenant, long millis) {
        session.change(
                Sql.of(tenant)
                        .add("INSERT INTO deletions (tenant_id, before) SELECT {tenant:UUID}, ")
                        .add(Sql.timestamp(millis)));
    }

    private void delete(TenantId tenant, String table, String condition) {
        session.change(
                Sql.of(tenant)
                        .deleteFrom(table)
                        .add(condition)
                        .setting("lightweight_deletes_sync", "2")
                        .setting("mutations_sync", "2"));
    }
}
