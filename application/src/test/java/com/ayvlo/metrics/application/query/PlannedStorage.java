package com.ayvlo.metrics.application.query;

import com.ayvlo.metrics.domain.query.AggregateQuery;
import com.ayvlo.metrics.domain.query.AggregateResult;
import com.ayvlo.metrics.domain.query.RawPage;
import com.ayvlo.metrics.domain.query.RawQuery;
import com.ayvlo.metrics.domain.storage.BlockWriter;
import com.ayvlo.metrics.domain.storage.MetricCatalog;
import com.ayvlo.metrics.domain.storage.MetricReader;
import com.ayvlo.metrics.domain.storage.MetricStorage;
import com.ayvlo.metrics.domain.storage.RetentionEnforcer;
import com.ayvlo.metrics.domain.storage.RollupReader;
import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.util.EnumSet;
import java.util.Set;

/** A storage whose aggregates are planned, so that the contract of a reader holds for plans. */
final class PlannedStorage implements MetricStorage {
    private final MetricStorage storage;
    private final PlannedAggregates planned;

    /** What answers rested on. */
    final Set<Basis.Source> sources = EnumSet.noneOf(Basis.Source.class);

    PlannedStorage(MetricStorage storage, RollupReader rollups) {
        this.storage = storage;
        this.planned = new PlannedAggregates(storage.reader(), rollups);
    }

    @Override
    public BlockWriter writer() {
        return storage.writer();
    }

    @Override
    public MetricReader reader() {
        return new MetricReader() {
            @Override
            public RawPage raw(TenantId tenant, RawQuery query) {
                return storage.reader().raw(tenant, query);
            }

            @Override
            public AggregateResult aggregate(TenantId tenant, AggregateQuery query) {
                PlannedAggregates.Planned answer = planned.answer(tenant, query);
                sources.add(answer.source());
                return answer.result();
            }
        };
    }

    @Override
    public RollupReader rollups() {
        return storage.rollups();
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
        return storage.check();
    }

    @Override
    public void close() {
        storage.close();
    }
}
