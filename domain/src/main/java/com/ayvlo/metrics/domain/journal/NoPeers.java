package com.ayvlo.metrics.domain.journal;

import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A node that knows of no others. */
final class NoPeers implements Peers {
    @Override
    public boolean tell(Map<TenantId, Optional<Instant>> earliest) {
        return false;
    }

    @Override
    public boolean beat() {
        return false;
    }

    @Override
    public void leave() {}

    @Override
    public PeersComplete completeUntil(TenantId tenant) {
        return new PeersComplete.Unknown();
    }

    @Override
    public void tell(KeyedAnswer answer) {}

    @Override
    public Optional<KeyedAnswer> find(TenantId tenant, RequestKey key) {
        return Optional.empty();
    }

    @Override
    public Health check() {
        return Health.up("this node knows of no others");
    }

    @Override
    public void close() {}
}
