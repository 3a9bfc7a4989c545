package com.ayvlo.metrics.adapter.ratelimit.local;

import com.ayvlo.metrics.domain.tenant.Allowance;
import com.ayvlo.metrics.domain.tenant.RateLimit;

import java.math.BigInteger;
import java.time.Duration;

/**
 * How far the theoretical arrival time of GCRA lies ahead: the time in which everything that was
 * spent of a limit comes back. A permit takes {@code window / permits}, which is seldom a whole
 * number of nanoseconds, so the rest is kept as a fraction: nothing is lost to rounding, and
 * exactly the permits of the limit fit into its window.
 *
 * @param limit what was spent of
 * @param nanos whole nanoseconds, at least 0
 * @param fraction of a nanosecond, in units of {@code 1 / permits}; less than the permits
 */
record Backlog(RateLimit limit, long nanos, long fraction) {
    /** The longest window that is told from longer ones: 73 years, far enough from an overflow. */
    private static final long LONGEST = Long.MAX_VALUE / 4;

    /** Nothing was spent. */
    static Backlog none(RateLimit limit) {
        return new Backlog(limit, 0, 0);
    }

    boolean isNone() {
        return nanos == 0 && fraction == 0;
    }

    /** What is left of it after some time. */
    Backlog after(long elapsedNanos) {
        return elapsedNanos > nanos
                ? none(limit)
                : new Backlog(limit, nanos - elapsedNanos, fraction);
    }

    /**
     * The same under what the limit is now. Time stays: who had spent everything waits as long as
     * before until everything is back, however much that is now, but no longer than a window.
     */
    Backlog under(RateLimit current) {
        if (current.equals(limit)) {
            return this;
        }
        long rounded = fraction == 0 ? nanos : nanos + 1;
        return new Backlog(current, Math.min(rounded, window(current)), 0);
    }

    /** With a charge on top, whether it fits or not. */
    Backlog plus(long cost) {
        long permits = limit.permits();
        long whole = quotient(cost, window(limit), permits);
        if (whole > LONGEST || nanos > LONGEST) {
            return new Backlog(limit, 2 * LONGEST, 0); // fits into no window
        }
        long sum = fraction - permits + remainder(cost, window(limit), permits, whole);
        return sum < 0
                ? new Backlog(limit, nanos + whole, sum + permits)
                : new Backlog(limit, nanos + whole + 1, sum);
    }

    /** Whether no more was spent than may be at once. */
    boolean fits() {
        return nanos < window(limit) || (nanos == window(limit) && fraction == 0);
    }

    /** How long until it fits, rounded up so that waiting so long is enough. */
    Duration untilFits() {
        return Duration.ofNanos(fits() ? 0 : roundedUp() - window(limit));
    }

    /** What is left of the limit; of a backlog that fits. */
    Allowance allowance() {
        return new Allowance(limit, remaining(), Duration.ofNanos(roundedUp()));
    }

    private long remaining() {
        long window = window(limit);
        long spent = quotient(nanos, limit.permits(), window);
        long rest = remainder(nanos, limit.permits(), window, spent);
        long begun = fraction / window + Math.ceilDiv(rest + fraction % window, window);
        return limit.permits() - spent - begun;
    }

    private long roundedUp() {
        return fraction == 0 ? nanos : nanos + 1;
    }

    private static long window(RateLimit limit) {
        return Math.min(LONGEST, limit.window().toNanos());
    }

    /** {@code a * b / divisor}, rounded down, if not more than a long holds; none is negative. */
    private static long quotient(long a, long b, long divisor) {
        if (Math.multiplyHigh(a, b) == 0 && a * b >= 0) {
            return a * b / divisor;
        }
        return BigInteger.valueOf(a)
                .multiply(BigInteger.valueOf(b))
                .divide(BigInteger.valueOf(divisor))
                .min(BigInteger.valueOf(Long.MAX_VALUE))
                .longValue();
    }

    /** What the quotient left over; right although the products overflow, for it is small. */
    private static long remainder(long a, long b, long divisor, long quotient) {
        return a * b - quotient * divisor;
    }
}
