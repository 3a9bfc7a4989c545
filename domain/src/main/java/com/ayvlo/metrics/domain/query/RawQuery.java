package com.ayvlo.metrics.domain.query;

import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Reason;

import java.util.Optional;

/**
 * Asks for a page of metrics as they came in.
 *
 * @param name of which metric
 * @param range only metrics whose timestamp is in it
 * @param filter only series that have at least these dimensions
 * @param limit the most rows of the page, 1 to {@value #MAX_LIMIT}
 * @param after only rows behind this one, in the order of {@link RawRow}
 * @param budget the most it may take
 */
public record RawQuery(
        MetricName name,
        TimeRange range,
        Dimensions filter,
        int limit,
        Optional<RawRow> after,
        QueryBudget budget) {
    /** The most rows of a page. */
    public static final int MAX_LIMIT = 10_000;

    /** The rows of a page, if nothing else is asked for. */
    public static final int DEFAULT_LIMIT = 1000;

    /**
     * A query.
     *
     * @throws InvalidValue with the field {@code limit} if it is out of bounds
     */
    public RawQuery {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new InvalidValue(
                    Reason.INVALID_LIMIT,
                    "limit",
                    "limit is 1 to %d, not %d".formatted(MAX_LIMIT, limit));
        }
    }
}
