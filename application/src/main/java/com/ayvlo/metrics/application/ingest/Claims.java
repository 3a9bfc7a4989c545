package com.ayvlo.metrics.application.ingest;

import com.ayvlo.metrics.domain.journal.Peers;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Tells peers from when on metrics of each tenant are acknowledged and not stored yet.
 *
 * <p>Nothing is acknowledged before peers know of it: a request waits for {@link #cover} if its
 * metrics are earlier than everything that they know to be unstored, which is seldom, for a
 * tenant's first metrics after a while without any. That the time is later again, or that all is
 * stored, a thread tells twice a second, and everything anew every two seconds, with a beat behind
 * it.
 *
 * <p>If peers cannot be told, metrics are acknowledged all the same. This node then does not beat,
 * so that the others find out within {@link Peers#SILENT_AFTER} that they do not know everything;
 * until then, they may take their answers to be complete when they are not.
 *
 * <p>Safe for concurrent use; records are added by one thread, which never waits.
 */
final class Claims implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Claims.class.getName());

    /** Between two looks at what has changed. */
    static final Duration PAUSE = Duration.ofMillis(500);

    private static final int LOOKS_A_BEAT = 4;

    /** So few that requests of these tenants hardly notice. */
    private static final int TOLD_AT_ONCE = 100;

    private final Peers peers;
    private final LongSupplier storedPosition;
    private final Duration pause;
    private final ConcurrentHashMap<TenantId, Claim> claims = new ConcurrentHashMap<>();
    private final Thread thread = Thread.ofPlatform().name("peers").unstarted(this::run);
    private final CountDownLatch closing = new CountDownLatch(1);

    /**
     * Nothing is unstored.
     *
     * @param storedPosition up to where everything is stored
     * @param pause between two looks
     */
    Claims(Peers peers, LongSupplier storedPosition, Duration pause) {
        this.peers = peers;
        this.storedPosition = storedPosition;
        this.pause = pause;
    }

    /** Begins to tell. Without peers there is nothing to do, here and everywhere else. */
    void start() {
        if (hasPeers()) {
            thread.start();
        }
    }

    private boolean hasPeers() {
        return !peers.equals(Peers.NONE);
    }

    /** Notes metrics that are durable now; whose request waits for {@link #cover}. */
    void add(long lastPosition, Unstored metrics) {
        if (hasPeers()) {
            claims.compute(
                    metrics.tenant(),
                    (tenant, known) -> {
                        Claim claim = known == null ? new Claim(tenant) : known;
                        claim.add(lastPosition, metrics.earliestMillis());
                        return claim;
                    });
        }
    }

    /** Returns when peers know of these metrics, which were added, or cannot be told. */
    void cover(Unstored metrics) {
        Claim claim = claims.get(metrics.tenant()); // else all is stored already
        if (claim == null || claim.covers(metrics.earliestMillis())) {
            return;
        }
        claim.telling().lock();
        try {
            if (!claim.covers(metrics.earliestMillis())
                    && claim.isDue(storedPosition.getAsLong())) {
                tellLocked(List.of(claim));
            }
        } finally {
            claim.telling().unlock();
        }
    }

    private void run() {
        try {
            int looks = 0;
            do {
                look(looks++ % LOOKS_A_BEAT == 0);
            } while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(boolean withBeat) {
        try {
            if (tellChanges(withBeat) && withBeat) {
                peers.beat();
            }
        } catch (RuntimeException fault) {
            LOG.log(System.Logger.Level.ERROR, "peers are not told", fault);
        }
    }

    /** Tells what has changed, or everything. */
    private boolean tellChanges(boolean everything) {
        long stored = storedPosition.getAsLong();
        List<Claim> due =
                claims.values().stream()
                        .filter(claim -> everything || claim.isDue(stored))
                        .toList();
        boolean told = true;
        for (int i = 0; i < due.size(); i += TOLD_AT_ONCE) {
            told &= tell(due.subList(i, Math.min(due.size(), i + TOLD_AT_ONCE)));
        }
        for (TenantId tenant : claims.keySet()) {
            claims.computeIfPresent(tenant, (_, claim) -> claim.isOver(stored) ? null : claim);
        }
        claims.values().forEach(Claim::endPart);
        return told;
    }

    /** Only this thread holds several at once. */
    private boolean tell(List<Claim> some) {
        List<Claim> locked = new ArrayList<>();
        try {
            for (Claim claim : some) {
                claim.telling().lock();
                locked.add(claim);
            }
            return tellLocked(some);
        } finally {
            locked.forEach(claim -> claim.telling().unlock());
        }
    }

    private boolean tellLocked(List<Claim> some) {
        long stored = storedPosition.getAsLong();
        Map<TenantId, Optional<Instant>> earliest = new HashMap<>();
        some.forEach(claim -> earliest.put(claim.tenant(), claim.beginTelling(stored)));
        boolean told = peers.tell(earliest);
        if (told) {
            some.forEach(Claim::endTelling);
        }
        return told;
    }

    /** Tells how it is at the end; a node that leaves nothing unstored takes its leave. */
    @Override
    public void close() {
        closing.countDown();
        if (!hasPeers()) {
            return;
        }
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return;
        }
        if (tellChanges(true) && claims.isEmpty()) {
            peers.leave();
        }
    }
}
