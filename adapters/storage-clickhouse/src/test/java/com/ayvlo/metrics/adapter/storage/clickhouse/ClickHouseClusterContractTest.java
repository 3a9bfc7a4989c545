package com.ayvlo.metrics.adapter.storage.clickhouse;

import com.ayvlo.metrics.domain.storage.MetricStorage;
import com.ayvlo.metrics.testkit.AggregateOracleContract;
import com.ayvlo.metrics.testkit.DurabilityContract;
import com.ayvlo.metrics.testkit.MetricStorageContract;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract on two shards. */
class ClickHouseClusterContractTest
        implements MetricStorageContract, AggregateOracleContract, DurabilityContract {
    private static final TwoShards SHARDS = TwoShards.shared();
    private static final String DATABASE = SHARDS.newDatabase();

    private MetricStorage storage;

    @BeforeEach
    void open() {
        storage = ClickHouseStorage.open(SHARDS.config(DATABASE));
    }

    /**
     * A deletion rewrites every part of its month, and so takes longer with each test before it.
     */
    @AfterEach
    void clear() {
        storage.close();
        SHARDS.execute("TRUNCATE TABLE IF EXISTS %s.metrics_local".formatted(DATABASE));
        SHARDS.execute("TRUNCATE TABLE IF EXISTS %s.rollups_local".formatted(DATABASE));
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
