package com.ayvlo.metrics.domain.tenant;

import java.time.Duration;

/**
 * What is left of a limit.
 *
 * @param limit the limit
 * @param remaining permits that could be spent now
 * @param untilFull how long until the whole burst is back, if nothing is spent meanwhile
 */
public record Allowance(RateLimit limit, long remaining, Duration untilFull) {}
