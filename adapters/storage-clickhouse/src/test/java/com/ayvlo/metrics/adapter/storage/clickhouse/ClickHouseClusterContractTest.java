package com.ayvlo.metrics.adapter.storage.clickhouse;

/** The contract on two shards. */
class ClickHouseClusterContractTest extends ClickHouseContract {
    private static final TwoShards SHARDS = TwoShards.shared();
    private static final String DATABASE = SHARDS.newDatabase();

    @Override
    ClickHouseConfig config() {
        return SHARDS.config(DATABASE);
    }

    @Override
    void truncate(String table) {
        SHARDS.execute("TRUNCATE TABLE IF EXISTS %s.%s_local".formatted(DATABASE, table));
    }
}
