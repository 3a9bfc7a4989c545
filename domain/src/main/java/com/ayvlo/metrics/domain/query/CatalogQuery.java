package com.ayvlo.metrics.domain.query;

import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Reason;

import java.util.Optional;

/**
 * Asks for a page of names: of metrics, of dimension keys, or of a dimension's values.
 *
 * @param range only names with a metric in it
 * @param prefix only names that start so
 * @param after only names behind this one, by code point
 * @param limit the most names, 1 to {@value #MAX_LIMIT}
 * @param budget the most it may take
 */
public record CatalogQuery(
        TimeRange range, String prefix, Optional<String> after, int limit, QueryBudget budget) {
    /** The most names of a page. */
    public static final int MAX_LIMIT = 10_000;

    /** The names of a page, if nothing else is asked for. */
    public static final int DEFAULT_LIMIT = 1000;

    /**
     * A query.
     *
     * @throws InvalidValue with the field {@code limit} if it is out of bounds
     */
    public CatalogQuery {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new InvalidValue(
                    Reason.INVALID_LIMIT,
                    "limit",
                    "limit is 1 to %d, not %d".formatted(MAX_LIMIT, limit));
        }
    }
}
