package com.ayvlo.metrics.adapter.http.helidon;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a request stands in a trace (W3C Trace Context).
 *
 * @param traceId 32 lower-case hexadecimal digits, not all zero
 * @param spanId 16 of them, not all zero
 * @param sampled whether the caller records the trace
 */
record TraceContext(String traceId, String spanId, boolean sampled) {
    private static final Pattern HEADER =
            Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
    private static final String INVALID_VERSION = "ff";
    private static final String FIRST_VERSION = "00";
    private static final String NO_TRACE = "0".repeat(32);
    private static final String NO_SPAN = "0".repeat(16);

    /** What a caller sent as {@code traceparent}; empty if it is not valid, and to be ignored. */
    static Optional<TraceContext> parse(String header) {
        Matcher fields = HEADER.matcher(header);
        if (!fields.matches()
                || INVALID_VERSION.equals(fields.group(1))
                || (FIRST_VERSION.equals(fields.group(1)) && fields.group(5) != null)
                || NO_TRACE.equals(fields.group(2))
                || NO_SPAN.equals(fields.group(3))) {
            return Optional.empty();
        }
        boolean sampled = (HexFormat.fromHexDigits(fields.group(4)) & 1) == 1;
        return Optional.of(new TraceContext(fields.group(2), fields.group(3), sampled));
    }

    /** The first span of a new trace. */
    static TraceContext start() {
        return new TraceContext(hex() + hex(), hex(), false);
    }

    /** A new span of the same trace. */
    TraceContext child() {
        return new TraceContext(traceId, hex(), sampled);
    }

    /** As a {@code traceparent}. */
    String header() {
        return FIRST_VERSION + '-' + traceId + '-' + spanId + (sampled ? "-01" : "-00");
    }

    /** 16 random digits, the last of which is not zero. */
    private static String hex() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong() | 1);
    }
}
