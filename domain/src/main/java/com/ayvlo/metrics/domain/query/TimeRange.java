package com.ayvlo.metrics.domain.query;

import com.ayvlo.metrics.domain.metric.MetricTime;
import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Reason;

import java.time.Instant;

/**
 * A half-open range of time: from {@code from} on, up to but not including {@code to}. Clamped to
 * the times that a metric can have (1970 to 2105) and cut to milliseconds; may be empty.
 */
public record TimeRange(Instant from, Instant to) {
    /** Every time that a metric can have. */
    public static final TimeRange ALL = new TimeRange(MetricTime.FIRST, MetricTime.END);

    /** No time at all. */
    public static final TimeRange NONE =
            new TimeRange(MetricTime.END, MetricTime.END.plusSeconds(1));

    /**
     * A range.
     *
     * @throws InvalidValue with the field {@code end_time} if {@code to} is not behind {@code from}
     */
    public TimeRange {
        if (!from.isBefore(to)) {
            throw new InvalidValue(
                    Reason.INVALID_TIME_RANGE,
                    "end_time",
                    "end_time must be after start_time: %s is not after %s".formatted(to, from));
        }
        from = clamp(from);
        to = clamp(to);
    }

    private static Instant clamp(Instant time) {
        if (time.isBefore(MetricTime.FIRST)) {
            return MetricTime.FIRST;
        }
        return time.isAfter(MetricTime.END)
                ? MetricTime.END
                : Instant.ofEpochMilli(time.toEpochMilli());
    }

    /** The first millisecond of the range, since 1970 UTC. */
    public long fromMillis() {
        return from.toEpochMilli();
    }

    /** The first millisecond behind the range, since 1970 UTC. */
    public long toMillis() {
        return to.toEpochMilli();
    }

    /** Whether no time is in the range. */
    public boolean isEmpty() {
        return !from.isBefore(to);
    }

    /** Whether this millisecond since 1970 UTC is in the range. */
    public boolean contains(long epochMillis) {
        return fromMillis() <= epochMillis && epochMillis < toMillis();
    }

    /** The part of this range that is not before {@code earliest}; {@link #NONE} if none is. */
    public TimeRange notBefore(Instant earliest) {
        if (!from.isBefore(earliest)) {
            return this;
        }
        return earliest.isBefore(to) ? new TimeRange(earliest, to) : NONE;
    }
}
