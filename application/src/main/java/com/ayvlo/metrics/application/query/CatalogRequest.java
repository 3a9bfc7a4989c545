package com.ayvlo.metrics.application.query;

import com.ayvlo.metrics.domain.query.CatalogQuery;
import com.ayvlo.metrics.domain.query.QueryBudget;
import com.ayvlo.metrics.domain.query.TimeRange;
import com.ayvlo.metrics.domain.tenant.Tenant;

import java.time.Instant;
import java.util.Optional;

/**
 * What a caller asks for: a page of names.
 *
 * @param range only names with a metric in it
 * @param prefix only names that start so
 * @param after only names behind this one
 * @param limit the most names of the page
 */
public record CatalogRequest(TimeRange range, String prefix, Optional<String> after, int limit) {
    CatalogQuery visibleTo(Tenant tenant, Instant now, QueryBudget budget) {
        return new CatalogQuery(
                range.notBefore(tenant.retention().cutoff(now)), prefix, after, limit, budget);
    }
}
