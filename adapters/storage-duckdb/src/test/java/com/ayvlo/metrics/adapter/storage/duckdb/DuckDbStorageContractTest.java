package com.ayvlo.metrics.adapter.storage.duckdb;

import com.ayvlo.metrics.domain.storage.MetricStorage;
import com.ayvlo.metrics.testkit.AggregateOracleContract;
import com.ayvlo.metrics.testkit.DurabilityContract;
import com.ayvlo.metrics.testkit.MetricStorageContract;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.InstantSource;

class DuckDbStorageContractTest
        implements MetricStorageContract, AggregateOracleContract, DurabilityContract {
    @TempDir Path directory;
    private DuckDbStorage storage;

    @BeforeEach
    void open() {
        storage = DuckDbStorage.open(DuckDbConfig.defaults(directory), InstantSource.system());
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @Override
    public MetricStorage storage() {
        return storage;
    }

    @Override
    public void rollUp() {
        storage.roller().rollUpAll();
    }

    @Override
    public MetricStorage reopen() {
        storage.close();
        open();
        return storage;
    }
}
