package com.ayvlo.metrics.testkit;

import com.ayvlo.metrics.domain.tenant.Admission;
import com.ayvlo.metrics.domain.tenant.Allowance;
import com.ayvlo.metrics.domain.tenant.Charge;
import com.ayvlo.metrics.domain.tenant.RateLimit;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.math.BigInteger;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What GCRA allows, with exact fractions: one permit comes back every {@code window / permits}.
 * Times are counted in nanoseconds times {@code permits}, in which that is a whole number.
 */
final class GcraModel {
    private record Key(TenantId tenant, RateLimit limit) {}

    /** When the whole burst is back: the theoretical arrival time of I.371. */
    private final Map<Key, BigInteger> fullAt = new HashMap<>();

    private BigInteger now = BigInteger.ZERO;

    void advance(Duration by) {
        now = now.add(BigInteger.valueOf(by.toNanos()));
    }

    Admission tryAcquire(TenantId tenant, List<Charge> charges) {
        BigInteger longestWait = BigInteger.ZERO;
        for (Charge charge : charges) {
            longestWait = longestWait.max(waitFor(tenant, charge));
        }
        if (longestWait.signum() > 0) {
            return new Admission.Throttled(
                    allowances(tenant, charges), Duration.ofNanos(longestWait.longValueExact()));
        }
        for (Charge charge : charges) {
            fullAt.put(
                    new Key(tenant, charge.limit()),
                    now(charge.limit()).add(missing(tenant, charge.limit())).add(price(charge)));
        }
        return new Admission.Granted(allowances(tenant, charges));
    }

    private List<Allowance> allowances(TenantId tenant, List<Charge> charges) {
        return charges.stream().map(charge -> allowance(tenant, charge.limit())).toList();
    }

    private Allowance allowance(TenantId tenant, RateLimit limit) {
        BigInteger missing = missing(tenant, limit);
        BigInteger remaining = burst(limit).subtract(missing).divide(window(limit));
        return new Allowance(
                limit,
                remaining.longValueExact(),
                Duration.ofNanos(nanos(missing, limit).longValueExact()));
    }

    private BigInteger waitFor(TenantId tenant, Charge charge) {
        BigInteger over =
                missing(tenant, charge.limit()).add(price(charge)).subtract(burst(charge.limit()));
        return nanos(over.max(BigInteger.ZERO), charge.limit());
    }

    /** How long until the whole burst is back. */
    private BigInteger missing(TenantId tenant, RateLimit limit) {
        return fullAt.getOrDefault(new Key(tenant, limit), BigInteger.ZERO)
                .subtract(now(limit))
                .max(BigInteger.ZERO);
    }

    private BigInteger now(RateLimit limit) {
        return now.multiply(BigInteger.valueOf(limit.permits()));
    }

    private static BigInteger price(Charge charge) {
        return window(charge.limit()).multiply(BigInteger.valueOf(charge.cost()));
    }

    private static BigInteger burst(RateLimit limit) {
        return window(limit).multiply(BigInteger.valueOf(limit.permits()));
    }

    /** The window, and at the same time what one permit costs in time times permits. */
    private static BigInteger window(RateLimit limit) {
        return BigInteger.valueOf(limit.window().toNanos());
    }

    /** Rounded up, so that it is enough to wait this long. */
    private static BigInteger nanos(BigInteger scaled, RateLimit limit) {
        BigInteger permits = BigInteger.valueOf(limit.permits());
        return scaled.add(permits).subtract(BigInteger.ONE).divide(permits);
    }
}
