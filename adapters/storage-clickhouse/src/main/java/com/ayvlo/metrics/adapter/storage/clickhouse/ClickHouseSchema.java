package com.ayvlo.metrics.adapter.storage.clickhouse;

import com.ayvlo.metrics.domain.storage.StorageException;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes the tables on first contact. Every statement may be run again and by several nodes at once;
 * the version that a database has is a row, so that an older service refuses a newer database.
 *
 * <p>Safe for concurrent use.
 */
final class ClickHouseSchema {
    /** Raised with every change of the tables, together with a step that makes it. */
    static final int VERSION = 1;

    private static final Duration STEP = Duration.ofSeconds(30);

    /** Inserted blocks are remembered by number: at ten blocks a second for three hours. */
    private static final String ONCE = "non_replicated_deduplication_window = 100000";

    private static final String DURABLE = "fsync_after_insert = 1, fsync_part_directory = 1";

    private static final List<String> STATEMENTS =
            List.of(
                    """
                    CREATE TABLE IF NOT EXISTS metrics (
                      tenant_id UUID,
                      metric_name LowCardinality(String),
                      timestamp DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
                      value Float64 CODEC(ZSTD(1)),
                      series LowCardinality(String) CODEC(ZSTD(3)),
                      metadata String CODEC(ZSTD(3)),
                      created_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
                      dimensions Map(LowCardinality(String), String) ALIAS CAST(arrayMap(
                        pair -> (splitByChar('\\x01', pair)[1], splitByChar('\\x01', pair)[2]),
                        arrayFilter(pair -> pair != '', splitByChar('\\x02', toString(series)))),
                        'Map(LowCardinality(String), String)')
                    ) ENGINE = MergeTree
                    PARTITION BY toYYYYMM(timestamp)
                    ORDER BY (tenant_id, metric_name, timestamp)
                    SETTINGS\s\
                    """
                            + ONCE
                            + ", "
                            + DURABLE,
                    """
                    CREATE TABLE IF NOT EXISTS rollups (
                      tenant_id UUID,
                      metric_name LowCardinality(String),
                      hour DateTime('UTC') CODEC(Delta, ZSTD(1)),
                      count SimpleAggregateFunction(sum, UInt64),
                      sum AggregateFunction(sumKahan, Float64),
                      magnitude SimpleAggregateFunction(sum, Float64),
                      min SimpleAggregateFunction(min, Float64),
                      max SimpleAggregateFunction(max, Float64)
                    ) ENGINE = AggregatingMergeTree
                    PARTITION BY toYYYYMM(hour)
                    ORDER BY (tenant_id, metric_name, hour)
                    SETTINGS\s\
                    """
                            + ONCE
                            + ", "
                            + DURABLE,
                    """
                    CREATE MATERIALIZED VIEW IF NOT EXISTS rollups_of_metrics TO rollups AS
                    """
                            + rollupsOf("metrics"),
                    """
                    CREATE TABLE IF NOT EXISTS positions (
                      node UUID,
                      first UInt64,
                      last UInt64,
                      content_high Int64,
                      content_low Int64,
                      metrics UInt64,
                      created_at DateTime64(3, 'UTC'),
                      written_at DateTime DEFAULT now()
                    ) ENGINE = MergeTree
                    ORDER BY (node, last)
                    TTL written_at + INTERVAL 40 DAY GROUP BY node
                      SET first = argMax(first, last), content_high = argMax(content_high, last),
                        content_low = argMax(content_low, last), last = max(last),
                        written_at = max(written_at)
                    SETTINGS\s\
                    """
                            + DURABLE,
                    """
                    CREATE TABLE IF NOT EXISTS deletions (
                      tenant_id UUID,
                      before SimpleAggregateFunction(max, DateTime64(3, 'UTC'))
                    ) ENGINE = AggregatingMergeTree
                    ORDER BY tenant_id
                    SETTINGS\s\
                    """
                            + DURABLE,
                    """
                    CREATE TABLE IF NOT EXISTS scratch (
                      tenant_id UUID,
                      metric_name LowCardinality(String),
                      timestamp DateTime64(3, 'UTC'),
                      value Float64,
                      series LowCardinality(String),
                      metadata String,
                      created_at DateTime64(3, 'UTC')
                    ) ENGINE = Null
                    """,
                    "CREATE TABLE IF NOT EXISTS scratch_rollups AS rollups ENGINE = Null",
                    "CREATE MATERIALIZED VIEW IF NOT EXISTS rollups_of_scratch TO scratch_rollups"
                            + " AS "
                            + rollupsOf("scratch"),
                    """
                    CREATE VIEW IF NOT EXISTS metrics_hourly AS
                    SELECT tenant_id, metric_name, hour, count, sum, sum / count AS avg, min, max,
                      percentiles[1] AS p50, percentiles[2] AS p95, percentiles[3] AS p99
                    FROM (
                      SELECT tenant_id, metric_name, toStartOfHour(timestamp) AS hour,
                        count() AS count, sumKahan(value) AS sum, min(value) AS min,
                        max(value) AS max,
                        quantilesExactInclusive(0.5, 0.95, 0.99)(value) AS percentiles
                      FROM metrics
                      GROUP BY tenant_id, metric_name, hour
                    )
                    """);

    private final ClickHouseServer server;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean ready;

    ClickHouseSchema(ClickHouseServer server) {
        this.server = server;
    }

    private static String rollupsOf(String table) {
        return """
        SELECT tenant_id, metric_name, toStartOfHour(timestamp) AS hour, count() AS count,
          sumKahanState(value) AS sum, sum(abs(value)) AS magnitude,
          min(value) AS min, max(value) AS max
        FROM %s GROUP BY tenant_id, metric_name, hour
        """
                .formatted(table);
    }

    /**
     * Returns when the tables are there.
     *
     * @throws StorageException if they are not by then
     */
    void await(Duration timeout) {
        if (ready) {
            return;
        }
        try {
            if (!lock.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new StorageException.TimedOut("the tables of ClickHouse are being made");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new StorageException.TimedOut("the caller stopped waiting for ClickHouse");
        }
        try {
            if (!ready) {
                make(timeout);
                ready = true;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Looks again before the next use: somebody may have taken the tables away. */
    void forget() {
        ready = false;
    }

    /** A user who may not make databases gets one that is there. */
    private void makeDatabase(Duration step) {
        String database = server.config().database();
        long[] found = {0};
        server.select(
                Sql.ofNoTenant("SELECT toInt64(count()) FROM system.databases WHERE name = ")
                        .string(database)
                        .in("system"),
                step,
                row -> found[0] = row.number());
        if (found[0] == 0) {
            server.change(
                    Sql.ofNoTenant("CREATE DATABASE IF NOT EXISTS " + database).in("system"), step);
        }
    }

    private void make(Duration timeout) {
        Duration step = timeout.compareTo(STEP) < 0 ? timeout : STEP;
        makeDatabase(step);
        server.change(
                Sql.ofNoTenant(
                        "CREATE TABLE IF NOT EXISTS schema_version (version UInt32, made_at"
                                + " DateTime DEFAULT now()) ENGINE = MergeTree ORDER BY version"),
                step);
        long[] found = {0};
        server.select(
                Sql.ofNoTenant("SELECT toInt64(max(version)) FROM schema_version"),
                step,
                row -> found[0] = row.number());
        if (found[0] > VERSION) {
            throw new StorageException.Unavailable(
                    "the tables of ClickHouse are of version %d, newer than %d"
                            .formatted(found[0], VERSION));
        }
        for (String statement : STATEMENTS) {
            server.change(Sql.ofNoTenant(statement), step);
        }
        if (found[0] < VERSION) {
            server.change(
                    Sql.ofNoTenant("INSERT INTO schema_version (version) VALUES (" + VERSION + ")"),
                    step);
        }
    }
}
