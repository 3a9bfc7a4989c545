package com.ayvlo.metrics.domain.journal;

/**
 * Recognises a request that is sent again: 128 bits of a SHA-256 over the tenant, the path and the
 * key that the sender chose.
 *
 * @param high upper half
 * @param low lower half
 */
public record RequestKey(long high, long low) {}
