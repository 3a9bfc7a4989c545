package com.ayvlo.metrics.adapter.storage.clickhouse;

import com.ayvlo.metrics.domain.storage.BlockWriter;
import com.ayvlo.metrics.domain.storage.MetricCatalog;
import com.ayvlo.metrics.domain.storage.MetricReader;
import com.ayvlo.metrics.domain.storage.MetricStorage;
import com.ayvlo.metrics.domain.storage.RetentionEnforcer;
import com.ayvlo.metrics.domain.storage.RollupReader;
import com.ayvlo.metrics.domain.storage.StorageException;
import com.ayvlo.metrics.domain.tenant.Health;

import java.time.Duration;

/**
 * Metrics in ClickHouse: the storage for production.
 *
 * <p>Opening it connects to nothing. The first use makes the tables if they are not there, and so
 * does the first use after a failure; while the server is away {@link #check()} says so and every
 * use throws a {@link StorageException} in the time that it has.
 *
 * <p>Safe for concurrent use.
 */
public final class ClickHouseStorage implements MetricStorage {
    private static final Duration CHECK = Duration.ofMillis(900);

    private final ClickHouseSession session;
    private final BlockWriter writer;
    private final MetricReader reader;
    private final RollupReader rollups;
    private final MetricCatalog catalog;
    private final RetentionEnforcer retention;

    private ClickHouseStorage(ClickHouseSession session) {
        this.session = session;
        Doubt doubt = new Doubt();
        this.writer = new ClickHouseBlockWriter(session, doubt);
        this.reader = new ClickHouseReader(session);
        this.rollups =
                session.hasWholeRollups()
                        ? new ClickHouseRollups(session, doubt)
                        : RollupReader.NONE;
        this.catalog = new ClickHouseCatalog(session, doubt);
        this.retention = new ClickHouseRetention(session);
    }

    /** A storage on this server. */
    public static ClickHouseStorage open(ClickHouseConfig config) {
        return new ClickHouseStorage(new ClickHouseSession(new ServerConnection(config)));
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
        try {
            return Health.up("ClickHouse " + session.version(CHECK));
        } catch (StorageException failure) {
            return Health.down(String.valueOf(failure.getMessage()));
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
