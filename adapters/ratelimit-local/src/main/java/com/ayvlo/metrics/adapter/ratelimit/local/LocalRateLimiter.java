package com.ayvlo.metrics.adapter.ratelimit.local;

import com.ayvlo.metrics.domain.tenant.Admission;
import com.ayvlo.metrics.domain.tenant.Charge;
import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.RateLimiter;
import com.ayvlo.metrics.domain.tenant.TenantId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Counts what tenants spend in the memory of this process, by GCRA with exact fractions. A limit is
 * recognised by its name: when its permits or its window change, a tenant waits as long as before
 * until its burst is whole, and at most one window.
 *
 * <p>Memory: a tenant that has everything back is treated like one that was never seen, and is
 * forgotten by a sweep each time the number of tenants has doubled; so there are about twice as
 * many as spent something within a window. If there are still more than a million, half of them are
 * forgotten and get their burst early.
 *
 * <p>A charge of more than its limit is never granted; its {@code retryAfter} then is when the
 * limit would have been exceeded no longer, had it been taken.
 *
 * <p>Safe for concurrent use; threads wait for each other only to sweep.
 */
public final class LocalRateLimiter implements RateLimiter {
    private static final int MOST_TENANTS = 1_000_000;
    private static final int FIRST_SWEEP = 1_024;

    private final ConcurrentHashMap<TenantId, Spending> tenants = new ConcurrentHashMap<>();
    private final Lock sweeping = new ReentrantLock();
    private final LongSupplier nanos;
    private final int mostTenants;
    private volatile long sweepAt;

    /**
     * A limiter in which nothing was spent.
     *
     * @param nanos time in nanoseconds from any origin that never goes back, such as {@code
     *     System::nanoTime}: were it the clock on the wall, setting that would open or close limits
     */
    public LocalRateLimiter(LongSupplier nanos) {
        this(nanos, MOST_TENANTS);
    }

    LocalRateLimiter(LongSupplier nanos, int mostTenants) {
        this.nanos = nanos;
        this.mostTenants = mostTenants;
        this.sweepAt = Math.min(FIRST_SWEEP, mostTenants);
    }

    @Override
    public Admission tryAcquire(TenantId tenant, List<Charge> charges) {
        if (charges.isEmpty()) {
            return new Admission.Granted(List.of());
        }
        while (true) {
            Spending known = tenants.get(tenant);
            long now = nanos.getAsLong(); // behind the look-up, so never before what it found
            Spending past = known == null ? Spending.none(now) : known.at(now);
            Spending before = past.under(charges);
            Spending after = before.plus(charges);
            Duration wait = after.untilFits(charges);
            // Also when nothing is taken: the wait under a new limit has begun.
            if (keep(tenant, known, wait.isPositive() ? before : after)) {
                return wait.isPositive() ? before.throttled(charges, wait) : after.granted(charges);
            }
        }
    }

    /** False if another thread was first. */
    private boolean keep(TenantId tenant, @Nullable Spending known, Spending next) {
        if (known != null) {
            return tenants.replace(tenant, known, next);
        }
        boolean kept = tenants.putIfAbsent(tenant, next) == null;
        if (kept && tenants.mappingCount() > sweepAt) {
            sweep();
        }
        return kept;
    }

    private void sweep() {
        if (!sweeping.tryLock()) {
            return;
        }
        try {
            long now = nanos.getAsLong();
            tenants.values().removeIf(spending -> spending.isOver(now));
            if (tenants.mappingCount() > mostTenants) {
                forget(mostTenants / 2);
            }
            sweepAt = Math.clamp(2 * tenants.mappingCount(), FIRST_SWEEP, mostTenants);
        } finally {
            sweeping.unlock();
        }
    }

    private void forget(long downTo) {
        Iterator<TenantId> any = tenants.keySet().iterator();
        while (tenants.mappingCount() > downTo && any.hasNext()) {
            any.next();
            any.remove();
        }
    }

    /** How many tenants are remembered. */
    long size() {
        return tenants.mappingCount();
    }

    @Override
    public Health check() {
        return Health.up("limits are counted by this node alone");
    }

    @Override
    public void close() {
        tenants.clear();
    }
}
