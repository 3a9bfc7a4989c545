package com.ayvlo.metrics.application.ingest;

/**
 * A 128-bit hash over all of a request that matters but its key.
 *
 * @param high upper half
 * @param low lower half
 */
public record Fingerprint(long high, long low) {}
