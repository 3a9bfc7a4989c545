package com.ayvlo.metrics.domain.journal;

import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What the nodes that share a storage tell each other: from when on metrics are acknowledged and
 * not stored yet, and how requests with a key were answered. Nothing that a node has itself is
 * decided by it.
 *
 * <ol>
 *   <li>What was told, every other node is given from then on.
 *   <li>A node is heard while it beats: {@link #completeUntil} is unknown while one that did beat
 *       has been silent for {@link #SILENT_AFTER}, until it beats again, leaves, or has been silent
 *       for {@link #FORGOTTEN_AFTER}. It also is before the first beat of the node that asks.
 *   <li>The earliest timestamp that was told of a tenant may be forgotten if it is not told again
 *       within {@link #SILENT_AFTER}.
 *   <li>Answers to requests with a key are kept for {@link #ANSWERS_KEPT} at least, and of two
 *       under the same key the first; but they may be lost with the server that keeps them.
 *   <li>Nothing is thrown and nobody waits for long when that server is away: then nothing is told,
 *       found or known.
 *   <li>Safe for concurrent use.
 * </ol>
 */
public interface Peers extends AutoCloseable {
    /** What a node says of itself has to be repeated more often than this. */
    Duration SILENT_AFTER = Duration.ofSeconds(10);

    /** A node that has been silent for so long is gone, and what it told with it. */
    Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

    /** How long answers to requests with a key are kept. */
    Duration ANSWERS_KEPT = Duration.ofHours(24);

    /** There are none: nothing is told, found or known. */
    Peers NONE = new NoPeers();

    /**
     * Tells the earliest timestamp of metrics of these tenants that this node has acknowledged and
     * that are not stored yet; empty if all are. Milliseconds.
     *
     * @return whether all of them were told; if not, some may have been
     */
    boolean tell(Map<TenantId, Optional<Instant>> earliest);

    /**
     * Says that this node is there, and has told everything.
     *
     * @return whether it was said
     */
    boolean beat();

    /** Says that this node ends, and has nothing that is not stored. */
    void leave();

    /**
     * From when on metrics of this tenant may be missing in the storage, which other nodes have
     * acknowledged.
     */
    PeersComplete completeUntil(TenantId tenant);

    /** Tells how a request with a key was answered. */
    void tell(KeyedAnswer answer);

    /**
     * How a request of this tenant with this key was answered by any node; empty also if that is
     * not known.
     */
    Optional<KeyedAnswer> find(TenantId tenant, RequestKey key);

    /** Whether the other nodes can be reached. */
    Health check();

    /** Ends every use; says nothing to anybody. */
    @Override
    void close();
}
