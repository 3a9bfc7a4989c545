package com.ayvlo.metrics.domain.metric;

import com.ayvlo.metrics.domain.tenant.InvalidValue;

/** Knows every series that this node has seen: one object a series, however many metrics. */
public interface SeriesDictionary {
    /**
     * The series of this key, made if it is new. Safe for concurrent use.
     *
     * @param key finished, of a tenant
     * @throws InvalidValue if the key breaks a rule, or is new and there is no room for more series
     */
    Series resolve(SeriesKey key);
}
