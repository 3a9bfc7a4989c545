package com.ayvlo.metrics.adapter.storage.duckdb;

import com.ayvlo.metrics.domain.storage.BlockWriter;
import com.ayvlo.metrics.domain.storage.MetricCatalog;
import com.ayvlo.metrics.domain.storage.MetricReader;
import com.ayvlo.metrics.domain.storage.MetricStorage;
import com.ayvlo.metrics.domain.storage.RetentionEnforcer;
import com.ayvlo.metrics.domain.storage.RollupReader;
import com.ayvlo.metrics.domain.tenant.Health;

import java.time.InstantSource;

/**
 * Metrics in a DuckDB file inside the process: the storage that needs no server.
 *
 * <p>One platform thread writes and a few read; callers only wait for them, so that virtual threads
 * never run native code for long. A file that cannot be opened makes {@link #check()} say so and
 * every use throw {@link com.ayvlo.metrics.domain.storage.StorageException.Unavailable}; it is
 * tried again on the next use, at most once a second.
 *
 * <p>Safe for concurrent use.
 */
public final class DuckDbStorage implements MetricStorage {
    private final DuckDbDatabase database;
    private final BlockWriter writer;
    private final MetricReader reader;
    private final MetricCatalog catalog;
    private final RetentionEnforcer retention;
    private final RollupReader rollups;
    private final HourRoller roller;

    private DuckDbStorage(DuckDbDatabase database, int gatheredMetrics, InstantSource clock) {
        this.database = database;
        this.writer = new DuckDbBlockWriter(database);
        this.reader = new DuckDbReader(database, gatheredMetrics);
        this.catalog = new DuckDbCatalog(database);
        this.retention = new DuckDbRetention(database);
        this.rollups = new DuckDbRollups(database);
        this.roller = new HourRoller(database, clock);
    }

    /**
     * A storage in this directory. Opens the file in the background: whether that works shows in
     * {@link #check()} and the first use.
     *
     * @param clock tells which hours are over
     */
    public static DuckDbStorage open(DuckDbConfig config, InstantSource clock) {
        DuckDbDatabase database = new DuckDbDatabase(config);
        database.startOpening();
        DuckDbStorage storage = new DuckDbStorage(database, config.gatheredMetrics(), clock);
        storage.roller.start();
        return storage;
    }

    /** For tests of what no port shows. */
    DuckDbDatabase database() {
        return database;
    }

    /** For tests that do not wait until hours are quiet. */
    HourRoller roller() {
        return roller;
    }

    @Override
    public BlockWriter writer() {
        return writer;
    }

    @Override
    public MetricReader reader() {
        return reader;
    }

    @Override
    public RollupReader rollups() {
        return rollups;
    }

    @Override
    public MetricCatalog catalog() {
        return catalog;
    }

    @Override
    public RetentionEnforcer retention() {
        return retention;
    }

    @Override
    public Health check() {
        return database.check();
    }

    @Override
    public void close() {
        roller.close();
        database.close();
    }
}
