package com.ayvlo.metrics.adapter.http.helidon;

import com.ayvlo.metrics.application.ingest.MetricSink;
import com.ayvlo.metrics.domain.metric.Dimensions;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the dimensions of a {@link PlainMetric}; their keys are mostly those of the one before. */
final class PlainDimensions {
    private final @Nullable String[] keys = new String[Dimensions.MAX_COUNT];
    private final byte[][] keyBytes = new byte[Dimensions.MAX_COUNT][];
    private final int[] starts = new int[Dimensions.MAX_COUNT];
    private final int[] ends = new int[Dimensions.MAX_COUNT];
    private int count;

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
        int keyStart = Plain.after(bytes, at, end, '"');
        int keyEnd = keyStart < 0 ? keyStart : Plain.text(bytes, keyStart, end);
        int colon = keyEnd < 0 ? keyEnd : Plain.after(bytes, keyEnd + 1, end, ':');
        int start = colon < 0 ? colon : Plain.after(bytes, colon, end, '"');
        int last = start < 0 ? start : Plain.text(bytes, start, end);
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
        if (keys[count] == null
                || !Arrays.equals(bytes, from, to, keyBytes[count], 0, keyBytes[count].length)) {
            keys[count] = new String(bytes, from, to - from, StandardCharsets.US_ASCII);
            keyBytes[count] = Arrays.copyOfRange(bytes, from, to);
        }
    }

    /** Gives what was read to the sink. */
    void feed(byte[] bytes, MetricSink sink) {
        for (int i = 0; i < count; i++) {
            String key = keys[i];
            if (key != null) {
                sink.dimension(key, bytes, starts[i], ends[i] - starts[i]);
            }
        }
    }
}
