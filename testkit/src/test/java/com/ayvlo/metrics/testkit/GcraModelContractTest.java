package com.ayvlo.metrics.testkit;

import com.ayvlo.metrics.domain.tenant.Admission;
import com.ayvlo.metrics.domain.tenant.Charge;
import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.RateLimiter;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.time.Duration;
import java.util.List;

/** The model has to keep the contract that it is the oracle of. */
class GcraModelContractTest implements RateLimiterContract {
    private final GcraModel model = new GcraModel();
    private final RateLimiter limiter =
            new RateLimiter() {
                @Override
                public synchronized Admission tryAcquire(TenantId tenant, List<Charge> charges) {
                    return GcraModelContractTest.this.tryAcquire(tenant, charges);
                }

                @Override
                public Health check() {
                    return Health.up("a model");
                }

                @Override
                public void close() {}
            };

    @Override
    public RateLimiter limiter() {
        return limiter;
    }

    @Override
    public void advance(Duration by) {
        model.advance(by);
    }

    Admission tryAcquire(TenantId tenant, List<Charge> charges) {
        return model.tryAcquire(tenant, charges);
    }
}
