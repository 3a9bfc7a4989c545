package com.ayvlo.metrics.testkit;

import com.ayvlo.metrics.domain.journal.KeyedAnswer;
import com.ayvlo.metrics.domain.journal.Peers;
import com.ayvlo.metrics.domain.journal.PeersComplete;
import com.ayvlo.metrics.domain.journal.RequestKey;
import com.ayvlo.metrics.domain.storage.NodeId;
import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** A node among others in memory. Safe for concurrent use. */
public final class InMemoryPeers implements Peers {
    private final Place place;
    private final NodeId node;

    /** A node that nobody has heard of. */
    public InMemoryPeers(Place place, NodeId node) {
        this.place = place;
        this.node = node;
    }

    /** Where nodes leave what they tell; while it is away nothing is told. */
    public static final class Place {
        private final InstantSource clock;
        private final Map<NodeId, Instant> beats = new HashMap<>();
        private final Map<Claim, Told> claims = new HashMap<>();
        private final Map<RequestKey, KeyedAnswer> answers = new HashMap<>();
        private boolean away;
        private int tellings;
        private volatile Duration distance = Duration.ZERO;

        private record Claim(TenantId tenant, NodeId node) {}

        private record Told(Instant earliest, Instant at) {}

        /** Nobody is there. */
        public Place(InstantSource clock) {
            this.clock = clock;
        }

        /** Whether it can be reached from now on. */
        public synchronized void away(boolean isAway) {
            away = isAway;
        }

        /** How long it takes to tell something, from now on. */
        public void distance(Duration way) {
            distance = way;
        }

        /** Forgets everything. */
        public synchronized void lose() {
            beats.clear();
            claims.clear();
            answers.clear();
        }

        /** How often somebody told something of unstored metrics. */
        public synchronized int tellings() {
            return tellings;
        }

        private synchronized boolean tell(NodeId node, Map<TenantId, Optional<Instant>> earliest) {
            if (away) {
                return false;
            }
            tellings++;
            Instant now = clock.instant();
            earliest.forEach(
                    (tenant, time) -> {
                        Claim claim = new Claim(tenant, node);
                        claims.remove(claim);
                        time.ifPresent(told -> claims.put(claim, new Told(told, now)));
                    });
            return true;
        }

        private synchronized boolean beat(NodeId node) {
            if (away) {
                return false;
            }
            beats.put(node, clock.instant());
            return true;
        }

        private synchronized void leave(NodeId node) {
            if (!away) {
                beats.remove(node);
            }
        }

        private synchronized PeersComplete completeUntil(NodeId asking, TenantId tenant) {
            beats.values().removeIf(beat -> isOver(beat, FORGOTTEN_AFTER));
            if (away
                    || !beats.containsKey(asking)
                    || beats.entrySet().stream()
                            .filter(other -> !other.getKey().equals(asking))
                            .anyMatch(other -> isOver(other.getValue(), SILENT_AFTER))) {
                return new PeersComplete.Unknown();
            }
            claims.values().removeIf(told -> isOver(told.at, SILENT_AFTER));
            return new PeersComplete.Known(
                    claims.entrySet().stream()
                            .filter(claim -> claim.getKey().tenant.equals(tenant))
                            .filter(claim -> !claim.getKey().node.equals(asking))
                            .map(claim -> claim.getValue().earliest)
                            .min(Instant::compareTo));
        }

        private boolean isOver(Instant since, Duration after) {
            return !clock.instant().isBefore(since.plus(after));
        }

        private synchronized void put(KeyedAnswer answer) {
            if (!away) {
                ByteBuffer source = answer.answer().duplicate();
                ByteBuffer copy = ByteBuffer.allocate(source.remaining()).put(source).flip();
                answers.putIfAbsent(
                        answer.key(),
                        new KeyedAnswer(
                                answer.key(),
                                answer.tenant(),
                                answer.fingerprintHigh(),
                                answer.fingerprintLow(),
                                answer.epochMillis(),
                                copy));
            }
        }

        private synchronized Optional<KeyedAnswer> find(TenantId tenant, RequestKey key) {
            return away
                    ? Optional.empty()
                    : Optional.ofNullable(answers.get(key))
                            .filter(answer -> answer.tenant().equals(tenant));
        }

        private synchronized Health check() {
            return away ? Health.degraded("away") : Health.up("in memory");
        }
    }

    @Override
    public boolean tell(Map<TenantId, Optional<Instant>> earliest) {
        LockSupport.parkNanos(place.distance.toNanos());
        return place.tell(node, earliest);
    }

    @Override
    public boolean beat() {
        return place.beat(node);
    }

    @Override
    public void leave() {
        place.leave(node);
    }

    @Override
    public PeersComplete completeUntil(TenantId tenant) {
        return place.completeUntil(node, tenant);
    }

    @Override
    public void tell(KeyedAnswer answer) {
        place.put(answer);
    }

    @Override
    public Optional<KeyedAnswer> find(TenantId tenant, RequestKey key) {
        return place.find(tenant, key);
    }

    @Override
    public Health check() {
        return place.check();
    }

    @Override
    public void close() {}
}
