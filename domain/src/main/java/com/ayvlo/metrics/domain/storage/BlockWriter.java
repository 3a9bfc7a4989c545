package com.ayvlo.metrics.domain.storage;

import com.ayvlo.metrics.domain.metric.MetricBatch;

/**
 * Makes blocks durable.
 *
 * <ol>
 *   <li>{@link #write} returns only after every metric of the block is durable and is seen by every
 *       query that starts afterwards.
 *   <li>Every metric counts; an equal one adds another.
 *   <li>Writing a block again under its token changes nothing and is a success.
 *   <li>A block is kept whole or not at all.
 *   <li>Metrics may come in any order of time.
 *   <li>Called by one thread at a time per node, with ascending positions.
 * </ol>
 */
public interface BlockWriter {
    /**
     * Writes a block.
     *
     * @throws StorageException if durability could not be confirmed; unless it is {@link
     *     StorageException.OutcomeUnknown} or {@link StorageException.TimedOut}, nothing was kept
     */
    void write(Block block);

    /**
     * The position of the last metric of this node that is durable here; 0 if none is. Survives a
     * restart.
     *
     * @throws StorageException if it could not be read
     */
    long lastApplied(NodeId node);

    /**
     * The position up to which nothing has to be repeated, whatever becomes of the store's own log:
     * a journal may forget what ends at or before it. At most {@link #lastApplied}; may lag behind
     * it.
     */
    long secured(NodeId node);

    /**
     * Does now what moves {@link #secured} up to {@link #lastApplied}. May take seconds.
     *
     * @throws StorageException if that did not work; nothing is lost, only secured later
     */
    void secure();

    /**
     * Tries whether the store would take these metrics, and keeps nothing of them.
     *
     * @throws StorageException.Unsupported if it refuses them for what they are
     * @throws StorageException if it cannot be asked
     */
    void probe(MetricBatch metrics);
}
