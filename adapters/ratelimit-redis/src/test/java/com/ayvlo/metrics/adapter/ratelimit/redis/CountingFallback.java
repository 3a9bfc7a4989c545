package com.ayvlo.metrics.adapter.ratelimit.redis;

import com.ayvlo.metrics.domain.tenant.Admission;
import com.ayvlo.metrics.domain.tenant.Allowance;
import com.ayvlo.metrics.domain.tenant.Charge;
import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.RateLimiter;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Grants everything, and tells how often it was asked. */
final class CountingFallback implements RateLimiter {
    private final AtomicLong asked = new AtomicLong();
    private volatile boolean closed;

    long asked() {
        return asked.get();
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public Admission tryAcquire(TenantId tenant, List<Charge> charges) {
        asked.incrementAndGet();
        return new Admission.Granted(
                charges.stream()
                        .map(charge -> new Allowance(charge.limit(), 1, Duration.ZERO))
                        .toList());
    }

    @Override
    public Health check() {
        return Health.up("grants everything");
    }

    @Override
    public void close() {
        closed = true;
    }
}
