package com.ayvlo.metrics.bootstrap.faults;

import com.ayvlo.metrics.domain.metric.MetricBatch;
import com.ayvlo.metrics.domain.query.AggregateQuery;
import com.ayvlo.metrics.domain.query.AggregateResult;
import com.ayvlo.metrics.domain.query.RawPage;
import com.ayvlo.metrics.domain.query.RawQuery;
import com.ayvlo.metrics.domain.storage.Block;
import com.ayvlo.metrics.domain.storage.BlockToken;
import com.ayvlo.metrics.domain.storage.BlockWriter;
import com.ayvlo.metrics.domain.storage.MetricCatalog;
import com.ayvlo.metrics.domain.storage.MetricReader;
import com.ayvlo.metrics.domain.storage.MetricStorage;
import com.ayvlo.metrics.domain.storage.NodeId;
import com.ayvlo.metrics.domain.storage.RetentionEnforcer;
import com.ayvlo.metrics.domain.storage.RollupReader;
import com.ayvlo.metrics.domain.storage.StorageException;
import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** A storage that has bad days, in front of one that has none. Safe for concurrent use. */
final class FaultyStorage implements MetricStorage {
    private static final long STEP_NANOS = Duration.ofMillis(5).toNanos();

    private final MetricStorage storage;
    private final Set<BlockToken> liedAbout = ConcurrentHashMap.newKeySet();
    private volatile Day day = Day.GOOD;

    /** How it is today. */
    enum Day {
        /** Nothing is wrong. */
        GOOD,
        /** It cannot be reached. */
        AWAY,
        /** It answers, but a block takes as long as the day. */
        SLOW,
        /** It stores each block, and says at the first attempt that it does not know. */
        LYING
    }

    FaultyStorage(MetricStorage storage) {
        this.storage = storage;
    }

    void set(Day newDay) {
        day = newDay;
    }

    /** How many blocks were stored and denied. */
    int lies() {
        return liedAbout.size();
    }

    private void reach() {
        if (day == Day.AWAY) {
            throw new StorageException.Unavailable("the storage is away today");
        }
    }

    @Override
    public BlockWriter writer() {
        return new Writer(storage.writer());
    }

    @Override
    public MetricReader reader() {
        MetricReader reader = storage.reader();
        return new MetricReader() {
            @Override
            public RawPage raw(TenantId tenant, RawQuery query) {
                reach();
                return reader.raw(tenant, query);
            }

            @Override
            public AggregateResult aggregate(TenantId tenant, AggregateQuery query) {
                reach();
                return reader.aggregate(tenant, query);
            }
        };
    }

    @Override
    public RollupReader rollups() {
        RollupReader rollups = storage.rollups();
        return (tenant, query) -> {
            reach();
            return rollups.hours(tenant, query);
        };
    }

    @Override
    public MetricCatalog catalog() {
        return storage.catalog();
    }

    @Override
    public RetentionEnforcer retention() {
        return storage.retention();
    }

    @Override
    public Health check() {
        return day == Day.AWAY ? Health.down("away today") : storage.check();
    }

    @Override
    public void close() {
        storage.close();
    }

    private final class Writer implements BlockWriter {
        private final BlockWriter writer;

        Writer(BlockWriter writer) {
            this.writer = writer;
        }

        @Override
        public void write(Block block) {
            reach();
            while (day == Day.SLOW) {
                LockSupport.parkNanos(STEP_NANOS);
            }
            writer.write(block);
            if (day == Day.LYING && liedAbout.add(block.token())) {
                throw new StorageException.OutcomeUnknown(
                        "nobody knows", new IOException("the connection broke"));
            }
        }

        @Override
        public long lastApplied(NodeId node) {
            reach();
            return writer.lastApplied(node);
        }

        @Override
        public long secured(NodeId node) {
            reach();
            return writer.secured(node);
        }

        @Override
        public void secure() {
            reach();
            writer.secure();
        }

        @Override
        public void probe(MetricBatch metrics) {
            reach();
            writer.probe(metrics);
        }
    }
}
