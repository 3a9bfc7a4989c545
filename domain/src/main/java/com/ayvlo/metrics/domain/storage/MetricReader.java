package com.ayvlo.metrics.domain.storage;

import com.ayvlo.metrics.domain.query.AggregateQuery;
import com.ayvlo.metrics.domain.query.AggregateResult;
import com.ayvlo.metrics.domain.query.RawPage;
import com.ayvlo.metrics.domain.query.RawQuery;
import com.ayvlo.metrics.domain.tenant.TenantId;

/**
 * Answers questions about the metrics of one tenant.
 *
 * <ol>
 *   <li>Sees every block whose write had returned, and nothing of a block that is not whole.
 *   <li>Sees only metrics of the tenant that is named.
 *   <li>A metric that nobody ever sent gives an empty answer.
 *   <li>Counts, minima and maxima are exact; sums, averages and percentiles to 1e-9 of their size.
 *   <li>Stops work within a second of the budget's timeout or of an interrupt, and throws {@link
 *       StorageException.TimedOut}.
 *   <li>Safe for concurrent use.
 * </ol>
 *
 * <p>Every method throws {@link StorageException} if it could not answer.
 */
public interface MetricReader {
    /** A page of metrics as they came in. */
    RawPage raw(TenantId tenant, RawQuery query);

    /** Numbers per window and group. */
    AggregateResult aggregate(TenantId tenant, AggregateQuery query);
}
