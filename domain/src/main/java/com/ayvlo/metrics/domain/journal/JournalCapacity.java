package com.ayvlo.metrics.domain.journal;

/**
 * How much room a journal has.
 *
 * @param usedBytes what its files take on the disk
 * @param maxBytes what they may take
 * @param accepting whether a record would be taken now
 * @param detail one line for an operator: why not, or how full
 */
public record JournalCapacity(long usedBytes, long maxBytes, boolean accepting, String detail) {}
