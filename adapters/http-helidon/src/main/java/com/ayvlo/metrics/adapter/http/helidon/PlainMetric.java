package com.ayvlo.metrics.adapter.http.helidon;

import com.ayvlo.metrics.application.ingest.MetricSink;
import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.tenant.InvalidValue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads a metric as nearly all are written: ASCII without escapes, blanks but no line breaks, a
 * number of at most 15 digits, no metadata, nothing unknown, twice or against a rule. Of any other
 * one this only says that it is not plain, and a parser reads it.
 *
 * <p>For the metrics of one request, by one thread.
 */
final class PlainMetric {
    /** It is for a parser to read. */
    static final int NOT_PLAIN = -1;

    /** It goes on behind the bytes that there are. */
    static final int MORE = -2;

    private static final byte[] NAME = "metric_name".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] VALUE = "value".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TIMESTAMP = "timestamp".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DIMENSIONS = "dimensions".getBytes(StandardCharsets.US_ASCII);

    /** With nanoseconds and an offset a time has 35 characters. */
    private static final int LONGEST_TIME = 40;

    /** So many digits are a whole number that a double holds exactly. */
    private static final int MOST_DIGITS = 15;

    /** Powers of ten that a double holds exactly, so that a division by one is rounded once. */
    private static final double[] TENS = {
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    private final PlainDimensions dimensions = new PlainDimensions();
    private final char[] time = new char[LONGEST_TIME];
    private byte[] bytes = new byte[0];
    private int end;
    private int nameStart;
    private int nameEnd;
    private boolean hasValue;
    private double value;
    private boolean hasTime;
    private long epochMillis;
    private boolean hasDimensions;

    /**
     * Reads a metric.
     *
     * @param at where it begins, in the array
     * @param bytesEnd where the bytes end
     * @return where it ends, or that it is {@link #NOT_PLAIN} or has {@link #MORE}
     */
    int read(byte[] from, int at, int bytesEnd) {
        bytes = from;
        end = bytesEnd;
        nameEnd = 0;
        hasValue = false;
        hasTime = false;
        hasDimensions = false;
        dimensions.clear();
        int next = Plain.after(from, at, bytesEnd, '{');
        while (next >= 0) {
            next = field(next);
            if (next < 0) {
                return next;
            }
            next = Plain.blanks(from, next, bytesEnd);
            if (next < bytesEnd && from[next] == '}') {
                return next + 1;
            }
            next = Plain.after(from, next, bytesEnd, ',');
        }
        return next;
    }

    /** Gives the metric that was read to the sink, which has begun one. */
    void feed(MetricSink sink) {
        if (nameEnd > 0) {
            sink.name(bytes, nameStart, nameEnd - nameStart);
        }
        if (hasValue) {
            sink.value(value);
        }
        if (hasTime) {
            sink.timestamp(epochMillis);
        }
        dimensions.feed(bytes, sink);
    }

    private int field(int from) {
        int quote = Plain.blanks(bytes, from, end);
        int start = quote + 1;
        int last = Plain.text(bytes, quote, end);
        int next = Plain.value(bytes, last, end);
        if (next < 0) {
            return next;
        }
        return switch (last - start) {
            case 11 -> is(start, last, NAME) && nameEnd == 0 ? name(next) : NOT_PLAIN;
            case 5 -> is(start, last, VALUE) && !hasValue ? value(next) : NOT_PLAIN;
            case 9 -> is(start, last, TIMESTAMP) && !hasTime ? timestamp(next) : NOT_PLAIN;
            case 10 -> is(start, last, DIMENSIONS) && !hasDimensions ? dimensions(next) : NOT_PLAIN;
            default -> NOT_PLAIN;
        };
    }

    private boolean is(int from, int to, byte[] name) {
        return Arrays.equals(bytes, from, to, name, 0, name.length);
    }

    private int name(int from) {
        int start = from + 1;
        int last = Plain.text(bytes, from, end);
        if (last < 0) {
            return last;
        }
        if (last - start > MetricName.MAX_LENGTH) {
            return NOT_PLAIN;
        }
        nameStart = start;
        nameEnd = last;
        return last + 1;
    }

    private int timestamp(int from) {
        int start = from + 1;
        int last = Plain.text(bytes, from, end);
        if (last < 0) {
            return last;
        }
        int length = last - start;
        if (length > time.length) {
            return NOT_PLAIN;
        }
        for (int i = 0; i < length; i++) {
            time[i] = (char) bytes[start + i];
        }
        try {
            epochMillis = Rfc3339.parseMillis("timestamp", time, 0, length);
        } catch (InvalidValue _) {
            return NOT_PLAIN; // a parser's way to the same refusal
        }
        hasTime = true;
        return last + 1;
    }

    private int dimensions(int from) {
        hasDimensions = true;
        return dimensions.read(bytes, from, end);
    }

    private int value(int from) {
        boolean isNegative = from < end && bytes[from] == '-';
        int first = isNegative ? from + 1 : from;
        long digits = 0;
        int at = first;
        int point = NOT_PLAIN;
        for (; at < end && at - first <= MOST_DIGITS; at++) {
            int digit = bytes[at] - '0';
            if (digit >= 0 && digit <= 9) {
                digits = digits * 10 + digit;
            } else if (bytes[at] == '.' && point < 0) {
                point = at;
            } else {
                break;
            }
        }
        if (at == end) {
            return MORE;
        }
        int fraction = point < 0 ? 0 : at - point - 1;
        int whole = at - first - fraction - (point < 0 ? 0 : 1);
        boolean hasZeroInFront = whole > 1 && bytes[first] == '0';
        if (hasZeroInFront || !endsNumber(bytes[at]) || !isPlain(whole, fraction, point >= 0)) {
            return NOT_PLAIN;
        }
        value = (isNegative ? -digits : digits) / TENS[fraction];
        hasValue = true;
        return at;
    }

    private static boolean endsNumber(byte next) {
        return next == ',' || next == '}' || next == ' ';
    }

    /** Whether so many digits before and behind a point are a number that is read exactly. */
    private static boolean isPlain(int whole, int fraction, boolean hasPoint) {
        return whole > 0 && whole + fraction <= MOST_DIGITS && (!hasPoint || fraction > 0);
    }
}
