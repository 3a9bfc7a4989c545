package com.ayvlo.metrics.adapter.storage.clickhouse;

import com.ayvlo.metrics.testkit.servers.ClickHouseServer;

/** The contract on a single server. */
class ClickHouseStorageContractTest extends ClickHouseContract {
    private static final ClickHouseServer SERVER = ClickHouseServer.shared();
    private static final String DATABASE = SERVER.newDatabase();

    @Override
    ClickHouseConfig config() {
        return ClickHouseConfig.of(
                SERVER.host(), SERVER.port(), SERVER.user(), SERVER.password(), DATABASE);
    }

    @Override
    void truncate(String table) {
        SERVER.execute("TRUNCATE TABLE IF EXISTS %s.%s".formatted(DATABASE, table));
    }
}
