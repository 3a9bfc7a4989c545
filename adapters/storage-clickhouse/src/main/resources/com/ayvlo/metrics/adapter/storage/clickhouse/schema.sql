-- The tables, version 1. Every statement may be run again, and by several nodes at once.
-- Blocks are recognised by number (100,000 of them), and on the disk before they are confirmed.
-- What stands in braces is for a cluster (ShardedCluster), and nothing on a single server.

CREATE TABLE IF NOT EXISTS metrics{sharded by sipHash64(tenant_id)} (
  tenant_id UUID,
  metric_name LowCardinality(String),
  timestamp DateTime64(3, 'UTC') CODEC(Delta, T64('bit'), ZSTD(1)),
  value Float64 CODEC(LZ4),
  series LowCardinality(String) COMMENT 'dimensions as one text: U+0002 key U+0001 value U+0002' CODEC(ZSTD(3)),
  metadata String CODEC(ZSTD(3)),
  created_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
  dimensions Map(LowCardinality(String), String) ALIAS CAST(
    arrayMap(
      pair -> (splitByChar('\x01', pair)[1], splitByChar('\x01', pair)[2]),
      arrayFilter(pair -> pair != '', splitByChar('\x02', toString(series)))),
    'Map(LowCardinality(String), String)')
) ENGINE = {Replicated}MergeTree
PARTITION BY toYYYYMM(timestamp)
ORDER BY (tenant_id, metric_name, timestamp)
SETTINGS {window}non_replicated_deduplication_window = 100000, fsync_after_insert = 1, fsync_part_directory = 1;

CREATE TABLE IF NOT EXISTS rollups{sharded by sipHash64(tenant_id)} (
  tenant_id UUID,
  metric_name LowCardinality(String),
  hour DateTime('UTC') CODEC(Delta, ZSTD(1)),
  count SimpleAggregateFunction(sum, UInt64),
  sum AggregateFunction(sumKahan, Float64),
  magnitude SimpleAggregateFunction(sum, Float64) COMMENT 'of the absolute values: tells how exact the sum is',
  min SimpleAggregateFunction(min, Float64),
  max SimpleAggregateFunction(max, Float64)
) ENGINE = {Replicated}AggregatingMergeTree
PARTITION BY toYYYYMM(hour)
ORDER BY (tenant_id, metric_name, hour)
SETTINGS {window}non_replicated_deduplication_window = 100000, fsync_after_insert = 1, fsync_part_directory = 1;

CREATE MATERIALIZED VIEW IF NOT EXISTS rollups_of_metrics{everywhere} TO rollups{local} AS
SELECT tenant_id, metric_name, toStartOfHour(timestamp) AS hour, count() AS count,
  sumKahanState(value) AS sum, sum(abs(value)) AS magnitude, min(value) AS min, max(value) AS max
FROM metrics{local}
GROUP BY tenant_id, metric_name, hour;

-- A row for each block; of what is older than 40 days only the last one of each node.
CREATE TABLE IF NOT EXISTS positions{sharded by sipHash64(node)} (
  node UUID,
  first UInt64,
  last UInt64,
  content_high Int64,
  content_low Int64,
  metrics UInt64,
  created_at DateTime64(3, 'UTC'),
  written_at DateTime('UTC') DEFAULT now()
) ENGINE = {Replicated}MergeTree
ORDER BY (node, last)
TTL written_at + INTERVAL 40 DAY GROUP BY node SET
  first = argMax(first, last), content_high = argMax(content_high, last),
  content_low = argMax(content_low, last), metrics = argMax(metrics, last),
  created_at = argMax(created_at, last), written_at = max(written_at), last = max(last)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

-- Up to when a tenant's metrics were deleted: rollups of these hours are not believed any more.
CREATE TABLE IF NOT EXISTS deletions{sharded by sipHash64(tenant_id)} (
  tenant_id UUID,
  before SimpleAggregateFunction(max, DateTime64(3, 'UTC'))
) ENGINE = {Replicated}AggregatingMergeTree
ORDER BY tenant_id
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

-- Where it is tried whether metrics would be taken; keeps nothing.
CREATE TABLE IF NOT EXISTS scratch{everywhere} (
  tenant_id UUID,
  metric_name LowCardinality(String),
  timestamp DateTime64(3, 'UTC'),
  value Float64,
  series LowCardinality(String),
  metadata String,
  created_at DateTime64(3, 'UTC')
) ENGINE = Null;

CREATE TABLE IF NOT EXISTS scratch_rollups{everywhere} AS rollups ENGINE = Null;

CREATE MATERIALIZED VIEW IF NOT EXISTS rollups_of_scratch{everywhere} TO scratch_rollups AS
SELECT tenant_id, metric_name, toStartOfHour(timestamp) AS hour, count() AS count,
  sumKahanState(value) AS sum, sum(abs(value)) AS magnitude, min(value) AS min, max(value) AS max
FROM scratch
GROUP BY tenant_id, metric_name, hour;

-- For people: the hours with exact percentiles, computed from the metrics.
CREATE VIEW IF NOT EXISTS metrics_hourly{everywhere} AS
SELECT tenant_id, metric_name, hour, count, sum, sum / count AS avg, min, max,
  percentiles[1] AS p50, percentiles[2] AS p95, percentiles[3] AS p99
FROM (
  SELECT tenant_id, metric_name, toStartOfHour(timestamp) AS hour, count() AS count,
    sumKahan(value) AS sum, min(value) AS min, max(value) AS max,
    quantilesExactInclusive(0.5, 0.95, 0.99)(value) AS percentiles
  FROM metrics
  GROUP BY tenant_id, metric_name, hour
);
