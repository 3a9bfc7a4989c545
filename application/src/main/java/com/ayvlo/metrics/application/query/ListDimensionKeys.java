package com.ayvlo.metrics.application.query;

import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.query.QueryBudget;
import com.ayvlo.metrics.domain.storage.MetricCatalog;
import com.ayvlo.metrics.domain.storage.StorageException;
import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Tenant;

import java.time.InstantSource;

/** Lists the keys of a metric's dimensions. Safe for concurrent use. */
public final class ListDimensionKeys {
    private final MetricCatalog catalog;
    private final InstantSource clock;
    private final QueryBudget budget;

    /** The use case; every look-up gets this budget. */
    public ListDimensionKeys(MetricCatalog catalog, InstantSource clock, QueryBudget budget) {
        this.catalog = catalog;
        this.clock = clock;
        this.budget = budget;
    }

    /**
     * A page of them, of metrics none older than the tenant's retention.
     *
     * @throws InvalidValue if the limit is out of bounds
     * @throws StorageException if the storage could not answer
     */
    public CatalogOutcome list(Tenant tenant, MetricName name, CatalogRequest request) {
        var query = request.visibleTo(tenant, clock.instant(), budget);
        return CatalogOutcome.of(budget, () -> catalog.dimensionKeys(tenant.id(), name, query));
    }
}
