package com.ayvlo.metrics.domain.storage;

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
}
