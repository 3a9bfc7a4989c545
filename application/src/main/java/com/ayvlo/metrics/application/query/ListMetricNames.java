package com.ayvlo.metrics.application.query;

import com.ayvlo.metrics.domain.query.QueryBudget;
import com.ayvlo.metrics.domain.storage.MetricCatalog;
import com.ayvlo.metrics.domain.storage.StorageException;
import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Tenant;

import java.time.InstantSource;

/** Lists the names of a tenant's metrics. Safe for concurrent use. */
public final class ListMetricNames {
    private final MetricCatalog catalog;
    private final InstantSource clock;
    private final QueryBudget budget;

    /** The use case; every look-up gets this budget. */
    public ListMetricNames(MetricCatalog catalog, InstantSource clock, QueryBudget budget) {
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
    public CatalogOutcome list(Tenant tenant, CatalogRequest request) {
        var query = request.visibleTo(tenant, clock.instant(), budget);
        return CatalogOutcome.of(budget, () -> catalog.metricNames(tenant.id(), query));
    }
}
