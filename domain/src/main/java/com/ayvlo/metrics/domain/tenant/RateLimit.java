package com.ayvlo.metrics.domain.tenant;

import java.time.Duration;

/**
 * How much of one thing a tenant may spend.
 *
 * @param name what is limited, in lower case, as it appears in the RateLimit headers
 * @param permits how much in one window, and how much at once after a rest; at least 1
 * @param window the time in which the permits come back
 */
public record RateLimit(String name, long permits, Duration window) {
    /** A limit. */
    public RateLimit {
        if (permits < 1 || window.isNegative() || window.isZero()) {
            throw new IllegalArgumentException("a limit needs permits and a window");
        }
    }
}
