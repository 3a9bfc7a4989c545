package com.ayvlo.metrics.architecture.planted.domain.tenant;

/** A port. */
public interface RateLimiter {}
