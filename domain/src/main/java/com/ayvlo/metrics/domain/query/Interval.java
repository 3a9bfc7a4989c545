package com.ayvlo.metrics.domain.query;

import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Reason;

import java.util.Arrays;
import java.util.stream.Collectors;

/** How long a window of an aggregate is. */
public enum Interval {
    ONE_MINUTE("1m", Kind.FIXED, 60),
    FIVE_MINUTES("5m", Kind.FIXED, 5 * 60),
    TEN_MINUTES("10m", Kind.FIXED, 10 * 60),
    FIFTEEN_MINUTES("15m", Kind.FIXED, 15 * 60),
    THIRTY_MINUTES("30m", Kind.FIXED, 30 * 60),
    ONE_HOUR("1h", Kind.FIXED, 3600),
    TWO_HOURS("2h", Kind.LOCAL, 2 * 3600),
    THREE_HOURS("3h", Kind.LOCAL, 3 * 3600),
    FOUR_HOURS("4h", Kind.LOCAL, 4 * 3600),
    SIX_HOURS("6h", Kind.LOCAL, 6 * 3600),
    TWELVE_HOURS("12h", Kind.LOCAL, 12 * 3600),
    ONE_DAY("1d", Kind.LOCAL, 24 * 3600),
    /** Weeks start on Monday (ISO 8601). */
    ONE_WEEK("1w", Kind.LOCAL, 7 * 24 * 3600),
    ONE_MONTH("1mo", Kind.MONTHS, 1),
    ONE_QUARTER("1q", Kind.MONTHS, 3),
    ONE_YEAR("1y", Kind.MONTHS, 12);

    /** What the length of a window is counted in. */
    enum Kind {
        /** Seconds that always pass; aligned by the offset in force, cut where it changes. */
        FIXED,
        /** Seconds on the clock on the wall; longer or shorter where the offset changes. */
        LOCAL,
        /** Months of the calendar. */
        MONTHS
    }

    private final String wireName;
    private final Kind kind;
    private final int length;

    Interval(String wireName, Kind kind, int length) {
        this.wireName = wireName;
        this.kind = kind;
        this.length = length;
    }

    /**
     * The interval of this name.
     *
     * @throws InvalidValue with the field {@code interval} if there is none
     */
    public static Interval parse(String text) {
        for (Interval interval : values()) {
            if (interval.wireName.equals(text)) {
                return interval;
            }
        }
        throw new InvalidValue(
                Reason.INVALID_INTERVAL,
                "interval",
                "interval is one of %s, not %s"
                        .formatted(
                                Arrays.stream(values())
                                        .map(Interval::wireName)
                                        .collect(Collectors.joining(" ")),
                                InvalidValue.shown(text)));
    }

    /** The name in the API: {@code 1h}, {@code 1mo}. */
    public String wireName() {
        return wireName;
    }

    Kind kind() {
        return kind;
    }

    /** Seconds, or months for {@link Kind#MONTHS}. */
    int length() {
        return length;
    }
}
