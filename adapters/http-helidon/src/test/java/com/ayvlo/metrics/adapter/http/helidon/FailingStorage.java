package com.ayvlo.metrics.adapter.http.helidon;

import com.ayvlo.metrics.domain.metric.MetricBatch;
import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.query.AggregateQuery;
import com.ayvlo.metrics.domain.query.AggregateResult;
import com.ayvlo.metrics.domain.query.CatalogPage;
import com.ayvlo.metrics.domain.query.CatalogQuery;
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

import java.time.Instant;
import java.util.function.Supplier;

/** A storage that fails at everything, in a way of the test's choice. */
final class FailingStorage
        implements MetricStorage, BlockWriter, MetricReader, MetricCatalog, RetentionEnforcer {
    private final Supplier<RuntimeException> failure;

    FailingStorage(Supplier<RuntimeException> failure) {
        this.failure = failure;
    }

    @Override
    public void write(Block block) {
        throw failure.get();
    }

    @Override
    public long lastApplied(NodeId node) {
        return 0;
    }

    @Override
    public long secured(NodeId node) {
        return 0;
    }

    @Override
    public void secure() {
        // It has nothing.
    }

    @Override
    public void probe(MetricBatch metrics) {
        throw failure.get();
    }

    @Override
    public RawPage raw(TenantId tenant, RawQuery query) {
        throw failure.get();
    }

    @Override
    public AggregateResult aggregate(TenantId tenant, AggregateQuery query) {
        throw failure.get();
    }

    @Override
    public CatalogPage metricNames(TenantId tenant, CatalogQuery query) {
        throw failure.get();
    }

    @Override
    public CatalogPage dimensionKeys(TenantId tenant, MetricName name, CatalogQuery query) {
        throw failure.get();
    }

    @Override
    public CatalogPage dimensionValues(
            TenantId tenant, MetricName name, String key, CatalogQuery query) {
        throw failure.get();
    }

    @Override
    public long deleteBefore(TenantId tenant, Instant cutoff) {
        throw failure.get();
    }

    @Override
    public BlockWriter writer() {
        return this;
    }

    @Override
    public MetricReader reader() {
        return this;
    }

    @Override
    public RollupReader rollups() {
        return RollupReader.NONE;
    }

    @Override
    public MetricCatalog catalog() {
        return this;
    }

    @Override
    public RetentionEnforcer retention() {
        return this;
    }

    @Override
    public Health check() {
        return Health.down("fails");
    }

    @Override
    public void close() {}
}
