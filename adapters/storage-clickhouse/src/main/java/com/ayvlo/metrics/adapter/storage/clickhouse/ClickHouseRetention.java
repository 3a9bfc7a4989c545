package com.ayvlo.metrics.adapter.storage.clickhouse;

import com.ayvlo.metrics.domain.metric.MetricTime;
import com.ayvlo.metrics.domain.query.RollupQuery;
import com.ayvlo.metrics.domain.storage.RetentionEnforcer;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

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
        long hour = millis / RollupQuery.HOUR_MILLIS * RollupQuery.HOUR_MILLIS;
        long deleted = delete(tenant, "metrics", "timestamp < " + Sql.timestamp(millis), millis);
        delete(tenant, "rollups", "hour < toDateTime(%d, 'UTC')".formatted(hour / 1000), millis);
        return deleted;
    }

    /** Only months that have something to delete are touched: a deletion rewrites every part. */
    private long delete(TenantId tenant, String table, String condition, long millis) {
        Map<String, Long> found = new TreeMap<>();
        session.select(
                Sql.of(tenant)
                        .add("SELECT _partition_id AS month, toInt64(count())")
                        .from(table)
                        .add(" AND " + condition + " GROUP BY month"),
                READ,
                row -> found.put(row.text(), row.number()));
        if (!found.isEmpty()) {
            note(tenant, millis);
        }
        for (String month : found.keySet()) {
            session.change(
                    Sql.of(tenant)
                            .deleteFrom(session.deleted(table) + " IN PARTITION ID '" + month + "'")
                            .add(" AND " + condition)
                            .setting("lightweight_deletes_sync", "2"));
        }
        return found.values().stream().mapToLong(Long::longValue).sum();
    }

    private void note(TenantId tenant, long millis) {
        session.change(
                Sql.of(tenant)
                        .add("INSERT INTO deletions (tenant_id, before) SELECT {tenant:UUID}, ")
                        .add(Sql.timestamp(millis)));
    }
}
