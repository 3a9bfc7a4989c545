package com.ayvlo.metrics.adapter.storage.clickhouse;

import com.ayvlo.metrics.domain.storage.MetricStorage;
import com.ayvlo.metrics.testkit.AggregateOracleContract;
import com.ayvlo.metrics.testkit.DurabilityContract;
import com.ayvlo.metrics.testkit.MetricStorageContract;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract, however the tables lie. */
abstract class ClickHouseContract
        implements MetricStorageContract, AggregateOracleContract, DurabilityContract {
    private MetricStorage storage;

    abstract ClickHouseConfig config();

    /** Takes all rows out of a table, if it is there. */
    abstract void truncate(String table);

    @BeforeEach
    void open() {
        storage = ClickHouseStorage.open(config());
    }

    /**
     * A deletion rewrites every part of its month, and so takes longer with each test before it.
     */
    @AfterEach
    void clear() {
        storage.close();
        truncate("metrics");
        truncate("rollups");
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
