package com.ayvlo.metrics.adapter.ratelimit.redis;

import com.ayvlo.metrics.domain.tenant.Admission;
import com.ayvlo.metrics.domain.tenant.Charge;
import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.RateLimiter;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.util.List;

/** For tests in which Redis is there: falling back is a failure. */
final class NoFallback implements RateLimiter {
    @Override
    public Admission tryAcquire(TenantId tenant, List<Charge> charges) {
        throw new AssertionError("Redis did not answer");
    }

    @Override
    public Health check() {
        return Health.down("never to be asked");
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
