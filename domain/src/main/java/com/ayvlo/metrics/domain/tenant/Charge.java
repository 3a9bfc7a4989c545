package com.ayvlo.metrics.domain.tenant;

/**
 * What a request costs under one limit.
 *
 * @param limit the limit that it is charged to
 * @param cost how many of its permits; at least 1
 */
public record Charge(RateLimit limit, long cost) {
    /** A charge. */
    public Charge {
        if (cost < 1) {
            throw new IllegalArgumentException("a charge costs at least 1");
        }
    }
}
