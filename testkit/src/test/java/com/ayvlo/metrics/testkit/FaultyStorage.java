package com.ayvlo.metrics.testkit;

import com.ayvlo.metrics.domain.metric.MetricBatch;
import com.ayvlo.metrics.domain.query.AggregateQuery;
import com.ayvlo.metrics.domain.query.AggregateResult;
import com.ayvlo.metrics.domain.query.RawPage;
import com.ayvlo.metrics.domain.query.RawQuery;
import com.ayvlo.metrics.domain.storage.Block;
import com.ayvlo.metrics.domain.storage.BlockWriter;
import com.ayvlo.metrics.domain.storage.MetricCatalog;
import com.ayvlo.metrics.domain.storage.MetricReader;
import com.ayvlo.metrics.domain.storage.MetricStorage;
import com.ayvlo.metrics.domain.storage.NodeId;
import com.ayvlo.metrics.domain.storage.RetentionEnforcer;
import com.ayvlo.metrics.domain.storage.RollupReader;
import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.TenantId;

/** The reference, to be given a fault by a subclass. */
class FaultyStorage implements MetricStorage {
    final MetricStorage right = new InMemoryStorage();

    void write(Block block) {
        right.writer().write(block);
    }

    long lastApplied(NodeId node) {
        return right.writer().lastApplied(node);
    }

    RawPage raw(TenantId tenant, RawQuery query) {
        return right.reader().raw(tenant, query);
    }

    AggregateResult aggregate(TenantId tenant, AggregateQuery query) {
        return right.reader().aggregate(tenant, query);
    }

    @Override
    public BlockWriter writer() {
        return new BlockWriter() {
            @Override
            public void write(Block block) {
                FaultyStorage.this.write(block);
            }

            @Override
            public long lastApplied(NodeId node) {
                return FaultyStorage.this.lastApplied(node);
            }

            @Override
            public long secured(NodeId node) {
                return right.writer().secured(node);
            }

            @Override
            public void secure() {
                right.writer().secure();
            }

            @Override
            public void probe(MetricBatch metrics) {
                right.writer().probe(metrics);
            }
        };
    }

    @Override
    public MetricReader reader() {
        return new MetricReader() {
            @Override
            public RawPage raw(TenantId tenant, RawQuery query) {
                return FaultyStorage.this.raw(tenant, query);
            }

            @Override
            public AggregateResult aggregate(TenantId tenant, AggregateQuery query) {
                return FaultyStorage.this.aggregate(tenant, query);
            }
        };
    }

    @Override
    public RollupReader rollups() {
        return right.rollups();
    }

    @Override
    public MetricCatalog catalog() {
        return right.catalog();
    }

    @Override
    public RetentionEnforcer retention() {
        return right.retention();
    }

    @Override
    public Health check() {
        return right.check();
    }

    @Override
    public void close() {
        right.close();
    }
}
