package com.ayvlo.metrics.adapter.http.helidon;

import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Reason;

import java.nio.CharBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Times on the wire: RFC 3339 with an offset, in milliseconds. Written by hand because {@code
 * java.time} takes as long for one time as all else takes for a metric, and is more lenient.
 */
final class Rfc3339 {
    private static final long BAD = Long.MIN_VALUE;
    private static final int SHORTEST = "2025-01-15T10:30:00Z".length();
    private static final int OFFSET_LENGTH = "+00:00".length();
    private static final int SECONDS_END = 19;
    private static final int MILLIS_PER_SECOND = 1000;
    private static final int SECONDS_PER_DAY = 86_400;
    private static final int[] DAYS_BEFORE_MONTH = {
        0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334
    };
    private static final int[] DAYS_IN_MONTH = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    private static final int DAYS_FROM_YEAR_0_TO_1970 = 719_528;
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Rfc3339() {}

    /** The text of a time, in UTC with milliseconds. */
    static String format(long epochMillis) {
        return FORMAT.format(Instant.ofEpochMilli(epochMillis));
    }

    /**
     * Reads a time; what is finer than a millisecond is cut.
     *
     * @param field which field it stands in
     * @throws InvalidValue if it is none
     */
    static Instant parse(String field, String text) {
        return Instant.ofEpochMilli(parseMillis(field, text.toCharArray(), 0, text.length()));
    }

    /** Reads a time as milliseconds since 1970 UTC; as {@link #parse}. */
    static long parseMillis(String field, char[] text, int offset, int length) {
        long millis = length < SHORTEST ? BAD : read(text, offset, offset + length);
        if (millis == BAD) {
            throw invalid(field, CharBuffer.wrap(text, offset, length));
        }
        return millis;
    }

    private static InvalidValue invalid(String field, CharSequence text) {
        boolean isLeapSecond =
                text.length() >= SHORTEST && text.charAt(17) == '6' && text.charAt(18) == '0';
        return new InvalidValue(
                Reason.INVALID_TIMESTAMP,
                field,
                isLeapSecond
                        ? "leap seconds cannot be told apart, send second 59 or the next minute: "
                                + InvalidValue.shown(text)
                        : ("a time is RFC 3339 with an offset, such as 2025-01-15T10:30:00Z or"
                                        + " 2025-01-15T16:00:00+05:30, not %s")
                                .formatted(InvalidValue.shown(text)));
    }

    private static long read(char[] text, int at, int end) {
        int year = digits(text, at, at + 4);
        int month = digits(text, at + 5, at + 7);
        int day = digits(text, at + 8, at + 10);
        int hour = digits(text, at + 11, at + 13);
        int minute = digits(text, at + 14, at + 16);
        int second = digits(text, at + 17, at + 19);
        char middle = text[at + 10];
        boolean isDate = year >= 0 && isDay(year, month, day) && isTime(hour, minute, second);
        if (!isDate
                || text[at + 4] != '-'
                || text[at + 7] != '-'
                || (middle != 'T' && middle != 't')
                || text[at + 13] != ':'
                || text[at + 16] != ':') {
            return BAD;
        }
        long seconds =
                daysSince1970(year, month, day) * SECONDS_PER_DAY
                        + hour * 3600L
                        + minute * 60L
                        + second;
        return withRest(text, at + SECONDS_END, end, seconds);
    }

    /** Reads what follows the seconds: a fraction, and the offset. */
    private static long withRest(char[] text, int start, int end, long seconds) {
        int at = start;
        int millis = 0;
        if (text[at] == '.') {
            int scale = 100;
            int first = ++at;
            for (; at < end && isDigit(text[at]); at++) {
                millis += (text[at] - '0') * scale;
                scale /= 10;
            }
            if (at == first) {
                return BAD;
            }
        }
        int offset = offsetSeconds(text, at, end);
        return offset == Integer.MIN_VALUE ? BAD : (seconds - offset) * MILLIS_PER_SECOND + millis;
    }

    private static int offsetSeconds(char[] text, int at, int end) {
        if (end - at == 1) {
            return text[at] == 'Z' || text[at] == 'z' ? 0 : Integer.MIN_VALUE;
        }
        if (end - at != OFFSET_LENGTH
                || (text[at] != '+' && text[at] != '-')
                || text[at + 3] != ':') {
            return Integer.MIN_VALUE;
        }
        int hours = digits(text, at + 1, at + 3);
        int minutes = digits(text, at + 4, at + 6);
        if (!isTime(hours, minutes, 0)) {
            return Integer.MIN_VALUE;
        }
        int seconds = hours * 3600 + minutes * 60;
        return text[at] == '-' ? -seconds : seconds;
    }

    /** The number in these characters, or negative if one is no digit. */
    private static int digits(char[] text, int from, int to) {
        int number = 0;
        int wrong = 0;
        for (int i = from; i < to; i++) {
            int digit = text[i] - '0';
            wrong |= digit | (9 - digit);
            number = number * 10 + digit;
        }
        return wrong < 0 ? -1 : number;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isDay(int year, int month, int day) {
        if (month < 1 || month > 12 || day < 1) {
            return false;
        }
        int most = month == 2 && isLeap(year) ? 29 : DAYS_IN_MONTH[month - 1];
        return day <= most;
    }

    private static boolean isTime(int hour, int minute, int second) {
        return hour >= 0
                && hour <= 23
                && minute >= 0
                && minute <= 59
                && second >= 0
                && second <= 59;
    }

    private static boolean isLeap(int year) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    private static long daysSince1970(int year, int month, int day) {
        // Years before this one, of which year 0 is a leap year.
        int leapDays = year == 0 ? 0 : (year + 3) / 4 - (year + 99) / 100 + (year + 399) / 400;
        int thisLeapDay = month > 2 && isLeap(year) ? 1 : 0;
        return 365L * year
                + leapDays
                + DAYS_BEFORE_MONTH[month - 1]
                + thisLeapDay
                + day
                - 1
                - DAYS_FROM_YEAR_0_TO_1970;
    }
}
