package com.ayvlo.metrics.benchmarks;

import java.util.Arrays;
import java.util.List;

/** How long each of many things took. Not for use by several threads. */
final class Latencies {
    private long[] nanos = new long[1024];
    private int size;

    void add(long tookNanos) {
        if (size == nanos.length) {
            nanos = Arrays.copyOf(nanos, size * 2);
        }
        nanos[size++] = tookNanos;
    }

    /** Those of all, sorted. */
    static Latencies join(List<Latencies> parts) {
        Latencies joined = new Latencies();
        for (Latencies part : parts) {
            for (int i = 0; i < part.size; i++) {
                joined.add(part.nanos[i]);
            }
        }
        return joined;
    }

    int size() {
        return size;
    }

    /**
     * The value below which this share lies, by nearest rank, in milliseconds; 1 is the largest.
     */
    double millis(double share) {
        if (size == 0) {
            return Double.NaN;
        }
        Arrays.sort(nanos, 0, size);
        int rank = (int) Math.ceil(share * size);
        return nanos[Math.max(rank, 1) - 1] / 1e6;
    }
}
