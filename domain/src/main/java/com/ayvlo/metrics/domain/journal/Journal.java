package com.ayvlo.metrics.domain.journal;

import com.ayvlo.metrics.domain.tenant.Health;

import java.nio.ByteBuffer;

/**
 * Keeps records in order on this node's disk until they are released.
 *
 * <ol>
 *   <li>{@link #append} returns only after the record would survive a loss of power.
 *   <li>Records are numbered without gaps in the order in which they become durable; no number and
 *       no position is given twice, also not after damage or a crash.
 *   <li>The listeners hear of every record once, in order, after it is durable and before its
 *       {@code append} returns.
 *   <li>After a crash every record whose append returned is there again; one whose append did not
 *       return is there whole or not at all.
 *   <li>Damage is found, counted and reported with its place; it never gives a wrong record and
 *       never hides an undamaged one.
 *   <li>A failed write or fsync is never tried again: from then on nothing is taken.
 *   <li>Size is bounded; only {@link #release} frees room.
 *   <li>Safe for concurrent use.
 * </ol>
 */
public interface Journal extends AutoCloseable {
    /**
     * Reads what is there and begins to take records. Called once, first.
     *
     * @param storedPosition the last position that the storage is known to have: new positions
     *     start behind it, even if the journal has lost its end
     * @param recovered hears of every undamaged record that was not released, in order, be it
     *     stored or not
     * @throws JournalException.Stopped if it cannot be opened, for example because another process
     *     has
     */
    JournalRecovery open(long storedPosition, JournalListener recovered);

    /**
     * Adds a record and returns when it is durable. Many callers share one fsync.
     *
     * @param payload its content, from position to limit; must not be changed any more
     * @param metrics how many metrics it holds
     * @param durable hears of the record once it is durable, before this method returns; the calls
     *     of all callers come one after the other, in the order of the records
     * @return the record as it was numbered
     * @throws JournalException.Full if there is no room; nothing was written
     * @throws JournalException.Stopped if a write or an fsync failed, or the journal is closed; it
     *     may be durable or not, and {@code durable} has not heard of it
     */
    JournalRecord append(ByteBuffer payload, int metrics, JournalListener durable);

    /**
     * Adds a record without metrics, as {@link #append} does, that is needed before anything can be
     * released. Room is kept for such records: a journal that is full still takes thousands.
     *
     * @param payload its content, from position to limit; at most a hundred bytes; must not be
     *     changed any more
     * @throws JournalException.Full if even that room is used up; nothing was written
     * @throws JournalException.Stopped as for {@link #append}
     */
    JournalRecord note(ByteBuffer payload);

    /**
     * Reads durable records again, in order, for a reader that could not keep up.
     *
     * @param fromSequence the first one wanted; it must not have been released
     * @param maxBytes stops after the record with which this many bytes of payload are reached
     * @return the sequence to go on with, {@code fromSequence} if nothing is there yet
     * @throws java.io.UncheckedIOException if a file cannot be read; records are taken nevertheless
     */
    long read(long fromSequence, long maxBytes, JournalListener reader);

    /**
     * Gives the room of records free that end at or before this position, file by file; those
     * behind it stay. A record without metrics ends before its position: it may go together with
     * the metric before it.
     */
    void release(long throughPosition);

    /** How much room there is. */
    JournalCapacity capacity();

    /** Whether records are taken now. */
    Health check();

    /** Ends every use; what was appended is durable already. */
    @Override
    void close();
}
