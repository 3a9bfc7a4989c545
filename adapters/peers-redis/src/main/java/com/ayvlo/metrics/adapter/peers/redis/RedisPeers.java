package com.ayvlo.metrics.adapter.peers.redis;

import com.ayvlo.metrics.domain.journal.KeyedAnswer;
import com.ayvlo.metrics.domain.journal.Peers;
import com.ayvlo.metrics.domain.journal.PeersComplete;
import com.ayvlo.metrics.domain.journal.RequestKey;
import com.ayvlo.metrics.domain.storage.NodeId;
import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Nodes tell each other through Redis. Everything they tell expires by itself, by the clock of
 * Redis.
 *
 * <p>While Redis is away, or slower than 50 ms, nothing is told, found or known, and {@link
 * #check()} is degraded. Redis is tried again after a tenth of a second, later every two seconds,
 * by one caller; nobody else waits.
 *
 * <p>Safe for concurrent use.
 */
public final class RedisPeers implements Peers {
    /** A hundred times as long as Redis usually takes. */
    private static final Duration PATIENCE = Duration.ofMillis(50);

    private final String server;
    private final Place place;
    private final Breaker breaker;
    private volatile boolean closed;

    /**
     * A node that has not been in contact with Redis.
     *
     * @param node the name of this one, the same when it starts again, and no other's
     */
    public RedisPeers(RedisPeersConfig config, NodeId node) {
        this(config, node, PATIENCE);
    }

    RedisPeers(RedisPeersConfig config, NodeId node, Duration patience) {
        this.server = "Redis at %s:%d".formatted(config.host(), config.port());
        this.place = new Place(config, node, patience);
        this.breaker = new Breaker(place::forgetConnections);
    }

    @Override
    public boolean tell(Map<TenantId, Optional<Instant>> earliest) {
        return earliest.isEmpty() || breaker.ask(() -> place.tell(earliest)).isPresent();
    }

    @Override
    public boolean beat() {
        return breaker.ask(place::beat).isPresent();
    }

    /** If Redis is away the others take this node to be silent. */
    @Override
    public void leave() {
        breaker.ask(place::leave);
    }

    @Override
    public PeersComplete completeUntil(TenantId tenant) {
        return breaker.ask(() -> place.completeUntil(tenant)).orElseGet(PeersComplete.Unknown::new);
    }

    @Override
    public void tell(KeyedAnswer answer) {
        breaker.ask(() -> place.tell(answer));
    }

    @Override
    public Optional<KeyedAnswer> find(TenantId tenant, RequestKey key) {
        return breaker.ask(() -> place.find(tenant, key)).flatMap(found -> found);
    }

    /** Writes to Redis, unless it failed a moment ago. */
    @Override
    public Health check() {
        if (closed) {
            return Health.down("closed");
        }
        if (breaker.ask(place::probe).isPresent()) {
            return Health.up("nodes know of each other through " + server);
        }
        return switch (breaker.state()) {
            case Breaker.Works _ -> Health.up("nodes know of each other again through " + server);
            case Breaker.Fails fails -> Health.degraded(words(fails));
        };
    }

    private String words(Breaker.Fails fails) {
        return "%s %s; this node knows nothing of others since %d s"
                .formatted(
                        server,
                        RedisErrors.words(fails.why()),
                        Duration.ofNanos(System.nanoTime() - fails.sinceNanos()).toSeconds());
    }

    @Override
    public void close() {
        closed = true;
        place.close();
    }
}
