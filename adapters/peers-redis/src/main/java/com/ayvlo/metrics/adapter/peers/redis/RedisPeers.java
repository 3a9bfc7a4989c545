package com.ayvlo.metrics.adapter.peers.redis;

import com.ayvlo.metrics.adapter.client.redis.GuardedRedis;
import com.ayvlo.metrics.adapter.client.redis.RedisConfig;
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

    private static final GuardedRedis.Purpose PURPOSE =
            new GuardedRedis.Purpose(
                    "lets nodes know of each other", "this node knows nothing of others");

    private final GuardedRedis redis;
    private final Place place;

    /**
     * A node that has not been in contact with Redis.
     *
     * @param node the name of this one, the same when it starts again, and no other's
     */
    public RedisPeers(RedisConfig config, NodeId node) {
        this(config, node, PATIENCE);
    }

    RedisPeers(RedisConfig config, NodeId node, Duration patience) {
        this.redis = new GuardedRedis(config, patience, PURPOSE);
        this.place = new Place(node);
    }

    @Override
    public boolean tell(Map<TenantId, Optional<Instant>> earliest) {
        return earliest.isEmpty() || redis.ask(client -> place.tell(client, earliest)).isPresent();
    }

    @Override
    public boolean beat() {
        return redis.ask(place::beat).isPresent();
    }

    /** If Redis is away the others take this node to be silent. */
    @Override
    public void leave() {
        redis.ask(place::leave);
    }

    @Override
    public PeersComplete completeUntil(TenantId tenant) {
        return redis.ask(client -> place.completeUntil(client, tenant))
                .orElseGet(PeersComplete.Unknown::new);
    }

    @Override
    public void tell(KeyedAnswer answer) {
        redis.ask(client -> Place.tell(client, answer));
    }

    @Override
    public Optional<KeyedAnswer> find(TenantId tenant, RequestKey key) {
        return redis.ask(client -> Place.find(client, tenant, key)).flatMap(found -> found);
    }

    /** Writes to Redis, unless it failed a moment ago. */
    @Override
    public Health check() {
        return redis.check(Place::probe);
    }

    @Override
    public void close() {
        redis.close();
    }
}
