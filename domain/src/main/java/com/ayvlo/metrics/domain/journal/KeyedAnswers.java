package com.ayvlo.metrics.domain.journal;

import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.util.Optional;

/**
 * Remembers the answers to requests with a key for at least 24 hours.
 *
 * <ol>
 *   <li>What was put is found at once, until it is forgotten.
 *   <li>Nothing is forgotten before it is 24 hours old, by the time of the answer, whatever the
 *       clock does.
 *   <li>After {@link #secure} returned, everything that was put before survives a loss of power;
 *       what was put afterwards may be lost by a crash, and is put again from the journal.
 *   <li>The number of answers is bounded, and one tenant has at most half of them.
 *   <li>Damage is found and reported, and never gives a wrong answer.
 *   <li>Safe for concurrent use.
 * </ol>
 */
public interface KeyedAnswers extends AutoCloseable {
    /**
     * Reads what is there. Called once, first.
     *
     * @throws JournalException.Stopped if it cannot be read at all
     */
    void open();

    /** The answer to the request of this key. */
    Optional<KeyedAnswer> find(RequestKey key);

    /** Whether one more answer of this tenant may be put. */
    boolean hasRoom(TenantId tenant);

    /**
     * Remembers an answer; one that is known already stays as it is. Takes it even if there is no
     * room any more, for it was promised. Does not wait for the disk.
     *
     * @throws JournalException.Stopped if it cannot be kept
     */
    void put(KeyedAnswer answer);

    /**
     * Returns when everything that was put is durable.
     *
     * @throws JournalException.Full if the disk has no room for it now; it may be tried again
     * @throws JournalException.Stopped if that could not be confirmed; it is not tried again
     */
    void secure();

    /** How many answers are remembered. */
    long size();

    /** Whether answers are remembered as promised, and how full it is. */
    Health check();

    /** Ends every use. */
    @Override
    void close();
}
