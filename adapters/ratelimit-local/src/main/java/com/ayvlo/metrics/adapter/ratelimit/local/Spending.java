package com.ayvlo.metrics.adapter.ratelimit.local;

import com.ayvlo.metrics.domain.tenant.Admission;
import com.ayvlo.metrics.domain.tenant.Allowance;
import com.ayvlo.metrics.domain.tenant.Charge;
import com.ayvlo.metrics.domain.tenant.RateLimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What one tenant has spent under its limits. Immutable: a request's charges are worked out on the
 * side and either take its place or are forgotten.
 *
 * @param asOfNanos when the backlogs were so, by the limiter's clock
 * @param backlogs at most one for each name of a limit
 */
record Spending(long asOfNanos, List<Backlog> backlogs) {
    /** What a tenant that was never seen has spent. */
    static Spending none(long nowNanos) {
        return new Spending(nowNanos, List.of());
    }

    /** Whether everything is back, so that a tenant that was never seen is treated alike. */
    boolean isOver(long nowNanos) {
        return at(nowNanos).backlogs.isEmpty();
    }

    /** The same later on, without what is back. */
    Spending at(long nowNanos) {
        long elapsed = Math.max(0, nowNanos - asOfNanos);
        return new Spending(
                nowNanos,
                backlogs.stream()
                        .map(backlog -> backlog.after(elapsed))
                        .filter(backlog -> !backlog.isNone())
                        .toList());
    }

    /** The same under the limits that the charges name, which may have changed. */
    Spending under(List<Charge> charges) {
        Spending current = this;
        for (Charge charge : charges) {
            current = current.with(current.of(charge.limit()));
        }
        return current;
    }

    /** With all charges on top, whether they fit or not. */
    Spending plus(List<Charge> charges) {
        Spending sum = this;
        for (Charge charge : charges) {
            sum = sum.with(sum.of(charge.limit()).plus(charge.cost()));
        }
        return sum;
    }

    private Spending with(Backlog changed) {
        List<Backlog> others = new ArrayList<>(backlogs);
        others.removeIf(backlog -> backlog.limit().name().equals(changed.limit().name()));
        others.add(changed);
        return new Spending(asOfNanos, others);
    }

    /** How long until what the charges were charged to fits; zero if it does. */
    Duration untilFits(List<Charge> charges) {
        Duration longest = Duration.ZERO;
        for (Charge charge : charges) {
            Duration wait = of(charge.limit()).untilFits();
            longest = wait.compareTo(longest) > 0 ? wait : longest;
        }
        return longest;
    }

    /** That the charges are granted, and this is how they leave the tenant. */
    Admission.Granted granted(List<Charge> charges) {
        return new Admission.Granted(allowances(charges));
    }

    /** That they are not, and this is how the tenant is left. */
    Admission.Throttled throttled(List<Charge> charges, Duration retryAfter) {
        return new Admission.Throttled(allowances(charges), retryAfter);
    }

    private List<Allowance> allowances(List<Charge> charges) {
        return charges.stream().map(charge -> of(charge.limit()).allowance()).toList();
    }

    private Backlog of(RateLimit limit) {
        for (Backlog backlog : backlogs) {
            if (backlog.limit().name().equals(limit.name())) {
                return backlog.under(limit);
            }
        }
        return Backlog.none(limit);
    }
}
