package com.ayvlo.metrics.application.ingest;

import com.ayvlo.metrics.domain.tenant.InvalidValue;

/** The metrics of a request, in whatever form they travel. */
@FunctionalInterface
public interface MetricSource {
    /**
     * Gives every metric to the sink, in order. An exception means that nothing of the request is
     * kept, and reaches the caller of the use case.
     *
     * @throws InvalidValue if the request as a whole breaks a rule
     */
    void feed(MetricSink sink);
}
