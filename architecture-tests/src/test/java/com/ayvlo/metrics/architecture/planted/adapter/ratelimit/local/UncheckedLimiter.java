package com.ayvlo.metrics.architecture.planted.adapter.ratelimit.local;

import com.ayvlo.metrics.architecture.planted.domain.tenant.RateLimiter;

/** Planted fault: it keeps no contract. */
final class UncheckedLimiter implements RateLimiter {}
