package com.ayvlo.metrics.adapter.storage.clickhouse;

import com.ayvlo.metrics.testkit.servers.ClickHouseServer;

/** Configurations for tests. */
final class Storages {
    private Storages() {}

    static ClickHouseConfig config(ClickHouseServer server, String database) {
        return ClickHouseConfig.of(
                server.host(), server.port(), server.user(), server.password(), database);
    }
}
