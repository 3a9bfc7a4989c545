package com.ayvlo.metrics.benchmarks;

import java.util.function.LongUnaryOperator;

/** A request that is ready to be sent but for its timestamps. */
final class Request {
    private final byte[] bytes;
    private final int[] timestamps;

    /**
     * A request.
     *
     * @param bytes head and body
     * @param timestamps where in the bytes each metric's timestamp stands
     */
    Request(byte[] bytes, int[] timestamps) {
        this.bytes = bytes;
        this.timestamps = timestamps;
    }

    int metrics() {
        return timestamps.length;
    }

    int length() {
        return bytes.length;
    }

    /**
     * Writes the request.
     *
     * @param into an array that is long enough
     * @param first the number of its first metric
     * @param millis the time of each metric by its number
     */
    void write(byte[] into, long first, LongUnaryOperator millis, TimestampWriter writer) {
        System.arraycopy(bytes, 0, into, 0, bytes.length);
        for (int i = 0; i < timestamps.length; i++) {
            writer.write(millis.applyAsLong(first + i), into, timestamps[i]);
        }
    }
}
