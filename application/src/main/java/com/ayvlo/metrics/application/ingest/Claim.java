package com.ayvlo.metrics.application.ingest;

import com.ayvlo.metrics.domain.tenant.TenantId;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * From when on metrics of one tenant are acknowledged and not stored yet, and what peers know of
 * it. Metrics that came in between two looks are taken together: until the last of them is stored
 * they all count as not stored, so the time may be too early, and never too late.
 *
 * <p>Safe for concurrent use; who tells peers holds {@link #telling}.
 */
final class Claim {
    /** Later than every timestamp: nothing was told, or there is nothing to tell. */
    static final long NOTHING = Long.MAX_VALUE;

    /** While the storage is away there are no more parts than that. */
    private static final int MOST_PARTS = 100;

    private final TenantId tenant;
    private final ReentrantLock content = new ReentrantLock();
    private final ArrayDeque<Part> parts = new ArrayDeque<>();
    private boolean partEnded;

    private final ReentrantLock telling = new ReentrantLock();
    private long beingTold = NOTHING;
    private volatile long told = NOTHING;
    private volatile boolean uncertain;

    /** Metrics up to a position. */
    private record Part(long lastPosition, long earliestMillis) {}

    /** Nothing is unstored, and peers know nothing else. */
    Claim(TenantId tenant) {
        this.tenant = tenant;
    }

    TenantId tenant() {
        return tenant;
    }

    /** Held from the moment the earliest time is asked for until peers know it. */
    ReentrantLock telling() {
        return telling;
    }

    /** Adds metrics that are durable now. */
    void add(long lastPosition, long earliestMillis) {
        content.lock();
        try {
            Part open = partEnded ? null : parts.pollLast();
            long earlier = open == null ? NOTHING : open.earliestMillis();
            parts.add(new Part(lastPosition, Math.min(earlier, earliestMillis)));
            partEnded = false;
        } finally {
            content.unlock();
        }
    }

    /** What comes from now on is looked at for itself. */
    void endPart() {
        content.lock();
        try {
            partEnded = parts.size() < MOST_PARTS;
        } finally {
            content.unlock();
        }
    }

    /** The earliest timestamp of what is behind this position, else {@link #NOTHING}. */
    long earliest(long storedPosition) {
        content.lock();
        try {
            while (!parts.isEmpty() && parts.getFirst().lastPosition() <= storedPosition) {
                parts.removeFirst();
            }
            return parts.stream().mapToLong(Part::earliestMillis).min().orElse(NOTHING);
        } finally {
            content.unlock();
        }
    }

    /** Whether peers know that metrics from this time on may not be stored. */
    boolean covers(long epochMillis) {
        return told <= epochMillis;
    }

    /** Whether peers know something else than what is behind this position. */
    boolean isDue(long storedPosition) {
        return uncertain || earliest(storedPosition) != told;
    }

    /** Whether peers know of nothing, and there is nothing. */
    boolean isOver(long storedPosition) {
        return told == NOTHING && !isDue(storedPosition);
    }

    /**
     * What is to be told now. From here on {@link #covers} says no: whose metrics are not in what
     * was read has to wait, and look again.
     */
    Optional<Instant> beginTelling(long storedPosition) {
        uncertain = true; // first: who sees nothing told must not take it for known
        told = NOTHING;
        beingTold = earliest(storedPosition);
        return beingTold == NOTHING
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(beingTold));
    }

    /** It was told. */
    void endTelling() {
        told = beingTold;
        uncertain = false;
    }
}
