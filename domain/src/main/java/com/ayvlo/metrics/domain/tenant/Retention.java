package com.ayvlo.metrics.domain.tenant;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalInt;

/**
 * How long a tenant's metrics are kept, counted from their timestamp. Queries never see what is
 * older, whether it has been deleted yet or not.
 */
public final class Retention {
    /** The longest retention short of for ever, in days: a century. */
    public static final int MAX_DAYS = 36_525;

    /** Metrics are never deleted for their age. */
    public static final Retention FOREVER = new Retention(0);

    /** What a tenant gets that asks for nothing else: 90 days. */
    public static final Retention DEFAULT = new Retention(90);

    private final int days;

    private Retention(int days) {
        this.days = days;
    }

    /**
     * A retention of whole days.
     *
     * @throws InvalidValue unless 1 to {@value #MAX_DAYS}
     */
    public static Retention ofDays(long days) {
        if (days < 1 || days > MAX_DAYS) {
            throw new InvalidValue(
                    Reason.INVALID_RETENTION,
                    "retention_days",
                    "retention is 1 to %d days, or null for ever, not %d"
                            .formatted(MAX_DAYS, days));
        }
        return new Retention((int) days);
    }

    /** The days, or empty if for ever. */
    public OptionalInt days() {
        return days == 0 ? OptionalInt.empty() : OptionalInt.of(days);
    }

    /**
     * The earliest timestamp that is still visible at {@code now}: {@code now} less the retention,
     * floored to the UTC hour so that whole hours disappear; {@link Instant#MIN} if for ever.
     */
    public Instant cutoff(Instant now) {
        return days == 0
                ? Instant.MIN
                : now.minus(Duration.ofDays(days)).truncatedTo(ChronoUnit.HOURS);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Retention that && that.days == days;
    }

    @Override
    public int hashCode() {
        return days;
    }

    @Override
    public String toString() {
        return days == 0 ? "for ever" : days + " days";
    }
}
