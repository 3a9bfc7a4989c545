package com.ayvlo.metrics.domain.storage;

import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.query.CatalogPage;
import com.ayvlo.metrics.domain.query.CatalogQuery;
import com.ayvlo.metrics.domain.tenant.TenantId;

/**
 * Lists what one tenant has sent. Sees what {@link MetricReader} sees; names come by code point,
 * each once.
 *
 * <p>Safe for concurrent use. Every method throws {@link StorageException} if it could not answer.
 */
public interface MetricCatalog {
    /** Names of metrics. */
    CatalogPage metricNames(TenantId tenant, CatalogQuery query);

    /** Keys of the dimensions of a metric. */
    CatalogPage dimensionKeys(TenantId tenant, MetricName name, CatalogQuery query);

    /** Values that a metric has under a dimension key. */
    CatalogPage dimensionValues(TenantId tenant, MetricName name, String key, CatalogQuery query);
}
