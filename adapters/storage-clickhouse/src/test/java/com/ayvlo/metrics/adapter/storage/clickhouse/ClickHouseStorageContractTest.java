package com.ayvlo.metrics.adapter.storage.clickhouse;

import com.ayvlo.metrics.domain.storage.MetricStorage;
import com.ayvlo.metrics.testkit.AggregateOracleContract;
import com.ayvlo.metrics.testkit.DurabilityContract;
import com.ayvlo.metrics.testkit.MetricStorageContract;
import com.ayvlo.metrics.testkit.servers.ClickHouseServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class ClickHouseStorageContractTest
        implements MetricStorageContract, AggregateOracleContract, DurabilityContract {
    private static final ClickHouseServer SERVER = ClickHouseServer.shared();
    private static final String DATABASE = SERVER.newDatabase();

    private MetricStorage storage;

    @BeforeEach
    void open() {
        storage =
                ClickHouseStorage.open(
                        ClickHouseConfig.of(
                                SERVER.host(),
                                SERVER.port(),
                                SERVER.user(),
                                SERVER.password(),
                                DATABASE));
    }

    /**
     * A deletion rewrites every part of its month, and so takes longer with each test before it.
     */
    @AfterEach
    void clear() {
        storage.close();
        SERVER.execute("TRUNCATE TABLE IF EXISTS %s.metrics".formatted(DATABASE));
        SERVER.execute("TRUNCATE TABLE IF EXISTS %s.rollups".formatted(DATABASE));
    }

    @Override
    public MetricStorage storage() {
        return storage;
    }

    @Override
    public MetricStorage reopen() {
        storage.close();
        open();
        return storage;
    }
}
