package com.ayvlo.metrics.adapter.http.helidon;

import com.ayvlo.metrics.application.ingest.MetricSink;
import com.ayvlo.metrics.domain.metric.Dimensions;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the dimensions of a {@link PlainMetric}; their keys are mostly those of the one before. */
final class PlainDimensions {
    private static final byte[] NO_KEY = new byte[0];

    private final String[] keys = new String[Dimensions.MAX_COUNT];
    private final byte[][] keyBytes = new byte[Dimensions.MAX_COUNT][];
    private final int[] starts = new int[Dimensions.MAX_COUNT];
    private final int[] ends = new int[Dimensions.MAX_COUNT];
    private int count;

    PlainDimensions() {
        Arrays.fill(keys, "");
        Arrays.fill(keyBytes, NO_KEY);
    }

    void clear() {
        count = 0;
    }

    /** Reads an object of texts; as {@link PlainMetric#read}. */
    int read(byte[] bytes, int at, int end) {
        int next = Plain.after(bytes, at, end, '{');
        while (next >= 0) {
            next = count < keys.length ? pair(bytes, next, end) : PlainMetric.NOT_PLAIN;
            if (next < 0) {
                return next;
            }
            next = Plain.blanks(bytes, next, end);
            if (next < end && bytes[next] == '}') {
                return next + 1;
            }
            next = Plain.after(bytes, next, end, ',');
        }
        return next;
    }

    private int pair(byte[] bytes, int at, int end) {
        int keyQuote = Plain.blanks(bytes, at, end);
        int keyStart = keyQuote + 1;
        int keyEnd = Plain.text(bytes, keyQuote, end);
        int quote = Plain.value(bytes, keyEnd, end);
        int start = quote + 1;
        int last = quote < 0 ? quote : Plain.text(bytes, quote, end);
        if (last < 0) {
            return last;
        }
        if (last - start > Dimensions.MAX_VALUE_BYTES
                || keyEnd - keyStart > Dimensions.MAX_KEY_LENGTH) {
            return PlainMetric.NOT_PLAIN;
        }
        key(bytes, keyStart, keyEnd);
        starts[count] = start;
        ends[count] = last;
        count++;
        return last + 1;
    }

    private void key(byte[] bytes, int from, int to) {
        if (!Arrays.equals(bytes, from, to, keyBytes[count], 0, keyBytes[count].length)) {
            keys[count] = new String(bytes, from, to - from, StandardCharsets.US_ASCII);
            keyBytes[count] = Arrays.copyOfRange(bytes, from, to);
        }
    }

    /** Gives what was read to the sink. */
    void feed(byte[] bytes, MetricSink sink) {
        for (int i = 0; i < count; i++) {
            sink.dimension(keys[i], bytes, starts[i], ends[i] - starts[i]);
        }
    }
}
