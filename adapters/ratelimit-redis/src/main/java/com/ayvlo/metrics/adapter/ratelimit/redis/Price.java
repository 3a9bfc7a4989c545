package com.ayvlo.metrics.adapter.ratelimit.redis;

import com.ayvlo.metrics.domain.tenant.Allowance;
import com.ayvlo.metrics.domain.tenant.Charge;
import com.ayvlo.metrics.domain.tenant.RateLimit;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;

/**
 * A charge in the units of the script: a permit takes {@code window / permits}, which is seldom a
 * whole number of microseconds, so the rest is kept in units of {@code 1 / permits}. All numbers
 * stay far enough below 2^53 for the script to add two of them exactly.
 *
 * @param windowMicros in which the permits come back
 * @param permits of the limit; 1 if there are so many that the rest does not matter
 * @param micros in which what is charged comes back
 * @param rest on top; less than the permits
 */
record Price(long windowMicros, long permits, long micros, long rest) {
    private static final long MOST = 1L << 52; // and more than the longest window
    private static final Duration LONGEST_WINDOW = Duration.ofDays(36_525);

    static Price of(Charge charge) {
        RateLimit limit = charge.limit();
        long window = windowMicros(limit);
        BigInteger[] price =
                BigInteger.valueOf(charge.cost())
                        .multiply(BigInteger.valueOf(window))
                        .divideAndRemainder(BigInteger.valueOf(limit.permits()));
        long micros = price[0].min(BigInteger.valueOf(MOST)).longValueExact();
        return limit.permits() <= MOST
                ? new Price(window, limit.permits(), micros, price[1].longValueExact())
                : new Price(window, 1, micros + price[1].signum(), 0);
    }

    private static long windowMicros(RateLimit limit) {
        Duration window = limit.window();
        Duration bounded = window.compareTo(LONGEST_WINDOW) > 0 ? LONGEST_WINDOW : window;
        return Math.ceilDiv(bounded.toNanos(), 1000);
    }

    /** As the script takes it. */
    List<String> arguments() {
        return List.of(
                Long.toString(windowMicros),
                Long.toString(permits),
                Long.toString(micros),
                Long.toString(rest));
    }

    /** What is left of a limit of which everything is back in so long; at most its window. */
    static Allowance allowance(RateLimit limit, long owedMicros, long owedRest) {
        BigInteger window = BigInteger.valueOf(windowMicros(limit));
        BigInteger permits = BigInteger.valueOf(limit.permits());
        BigInteger left =
                window.subtract(BigInteger.valueOf(owedMicros))
                        .multiply(permits)
                        .subtract(BigInteger.valueOf(owedRest))
                        .divide(window);
        return new Allowance(limit, left.longValueExact(), micros(owedMicros, owedRest));
    }

    private static Duration micros(long micros, long rest) {
        return Duration.ofNanos(1000 * (rest == 0 ? micros : micros + 1));
    }
}
