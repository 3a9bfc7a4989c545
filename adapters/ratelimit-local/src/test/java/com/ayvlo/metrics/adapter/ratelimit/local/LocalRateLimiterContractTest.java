package com.ayvlo.metrics.adapter.ratelimit.local;

import com.ayvlo.metrics.domain.tenant.RateLimiter;
import com.ayvlo.metrics.testkit.RateLimiterContract;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

class LocalRateLimiterContractTest implements RateLimiterContract {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1); // soon to overflow
    private final RateLimiter limiter = new LocalRateLimiter(nanos::get);

    @Override
    public RateLimiter limiter() {
        return limiter;
    }

    @Override
    public void advance(Duration by) {
        nanos.addAndGet(by.toNanos());
    }
}
