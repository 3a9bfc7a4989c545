/**
 * Metrics in ClickHouse. {@link com.ayvlo.metrics.adapter.storage.clickhouse.ClickHouseStorage} is
 * the way in.
 */
package com.ayvlo.metrics.adapter.storage.clickhouse;
