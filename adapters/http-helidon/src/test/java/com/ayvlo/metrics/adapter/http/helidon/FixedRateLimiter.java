package com.ayvlo.metrics.adapter.http.helidon;

import com.ayvlo.metrics.domain.tenant.Admission;
import com.ayvlo.metrics.domain.tenant.Allowance;
import com.ayvlo.metrics.domain.tenant.Charge;
import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.RateLimiter;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Grants as many requests as the limit says, whoever asks, and then none. */
final class FixedRateLimiter implements RateLimiter {
    private final AtomicLong spent = new AtomicLong();

    @Override
    public Admission tryAcquire(TenantId tenant, List<Charge> charges) {
        if (charges.isEmpty()) {
            return new Admission.Granted(List.of());
        }
        Charge charge = charges.getFirst();
        long left = charge.limit().permits() - spent.incrementAndGet();
        List<Allowance> allowances =
                List.of(
                        new Allowance(
                                charge.limit(), Math.max(0, left), Duration.ofMillis(59_001)));
        return left >= 0
                ? new Admission.Granted(allowances)
                : new Admission.Throttled(allowances, Duration.ofMillis(1));
    }

    @Override
    public Health check() {
        return Health.up("fixed");
    }

    @Override
    public void close() {}
}
