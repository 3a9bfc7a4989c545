package com.ayvlo.metrics.adapter.storage.duckdb;

import com.ayvlo.metrics.domain.storage.MetricStorage;
import com.ayvlo.metrics.testkit.AggregateGroupsContract;
import com.ayvlo.metrics.testkit.AggregateOracleContract;
import com.ayvlo.metrics.testkit.AggregateReaderContract;
import com.ayvlo.metrics.testkit.AggregateWindowsContract;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.InstantSource;

/** Answers as if all were too large to be gathered: DuckDB does the grouping. */
class LargeAnswersContractTest
        implements AggregateReaderContract,
                AggregateGroupsContract,
                AggregateWindowsContract,
                AggregateOracleContract {
    private static final long MEMORY = 512 * 1024 * 1024;

    @TempDir Path directory;
    private DuckDbStorage storage;

    @BeforeEach
    void open() {
        storage =
                DuckDbStorage.open(
                        new DuckDbConfig(directory, MEMORY, 2, 0), InstantSource.system());
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @Override
    public MetricStorage storage() {
        return storage;
    }
}
