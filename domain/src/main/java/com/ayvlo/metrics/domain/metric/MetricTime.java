package com.ayvlo.metrics.domain.metric;

import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Reason;
import com.ayvlo.metrics.domain.tenant.Retention;

import java.time.Duration;
import java.time.Instant;

/**
 * When a metric may have happened: from the tenant's retention, never before 1970, to a day ahead
 * of the clock, so that a sender's clock may be off but a typing error does not open a partition
 * for the year 2999.
 *
 * @param earliestMillis the first millisecond since 1970 UTC that is accepted
 * @param latestMillis the last one
 */
public record MetricTime(long earliestMillis, long latestMillis) {
    /** How far ahead of the clock a timestamp may be. */
    public static final Duration MAX_AHEAD = Duration.ofHours(24);

    /** The first timestamp that any metric can have. */
    public static final Instant FIRST = Instant.EPOCH;

    /** Behind the last timestamp that any metric can have: storages count hours in 32 bits. */
    public static final Instant END = Instant.parse("2105-12-31T00:00:00Z");

    /** What is accepted at {@code now} from a tenant of this retention. */
    public static MetricTime at(Instant now, Retention retention) {
        Instant cutoff = retention.cutoff(now);
        Instant earliest = cutoff.isBefore(FIRST) ? FIRST : cutoff;
        Instant latest = now.plus(MAX_AHEAD);
        return new MetricTime(
                earliest.toEpochMilli(),
                (latest.isBefore(END) ? latest.toEpochMilli() : END.toEpochMilli() - 1));
    }

    /**
     * Refuses what is not accepted.
     *
     * @throws InvalidValue with the field {@code timestamp}
     */
    public void check(long epochMillis) {
        if (epochMillis < earliestMillis || epochMillis > latestMillis) {
            throw new InvalidValue(
                    Reason.TIMESTAMP_OUT_OF_RANGE,
                    "timestamp",
                    "timestamps from %s to %s are accepted, not %s"
                            .formatted(
                                    Instant.ofEpochMilli(earliestMillis),
                                    Instant.ofEpochMilli(latestMillis),
                                    Instant.ofEpochMilli(epochMillis)));
        }
    }
}
