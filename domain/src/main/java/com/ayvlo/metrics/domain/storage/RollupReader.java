package com.ayvlo.metrics.domain.storage;

import com.ayvlo.metrics.domain.query.RollupAnswer;
import com.ayvlo.metrics.domain.query.RollupQuery;
import com.ayvlo.metrics.domain.tenant.TenantId;

/**
 * Knows some numbers ahead: those of a metric over all its series, per UTC hour.
 *
 * <ol>
 *   <li>Every hour that is asked for is either covered, with a row if it has metrics and without
 *       one if it has none, or it is uncovered.
 *   <li>The rows of covered hours are what {@link MetricReader#aggregate} answers for that hour at
 *       the same moment, as exact: a metric that came late is in the row, or the hour is uncovered.
 *       The same for metrics that were deleted.
 *   <li>No hour is covered if {@link RollupQuery#keeps} denies one of the aggregations, or if the
 *       answer would have more rows than the budget allows.
 *   <li>Sees only metrics of the tenant that is named.
 *   <li>Which hours are covered is up to the storage, and may change at any time.
 *   <li>Stops within a second of the budget's timeout or of an interrupt, and throws {@link
 *       StorageException.TimedOut}. Safe for concurrent use.
 * </ol>
 */
public interface RollupReader {
    /** Of a storage that knows nothing ahead. */
    RollupReader NONE = (tenant, query) -> RollupAnswer.nothingOf(query);

    /**
     * What is known of these hours.
     *
     * @throws StorageException if it could not answer
     */
    RollupAnswer hours(TenantId tenant, RollupQuery query);
}
