package com.ayvlo.metrics.benchmarks;

import java.util.Locale;

/**
 * What a load came to.
 *
 * @param acknowledged metrics whose request was answered with 202
 * @param refused requests that were answered with 429 or 503, and sent again
 * @param seconds from the first request to the last answer
 * @param p50Millis half of the acknowledgements took at most so long
 * @param p99Millis 99 of 100
 * @param maxMillis the slowest
 * @param cpuSeconds what sending took of the client's CPU
 * @param bytesOfMetric of the requests, for each metric
 */
record LoadResult(
        long acknowledged,
        long refused,
        double seconds,
        double p50Millis,
        double p99Millis,
        double maxMillis,
        double cpuSeconds,
        double bytesOfMetric) {
    static final String PREFIX = "result ";

    String line() {
        return PREFIX
                + String.format(
                        Locale.ROOT,
                        "%d %d %.6f %.4f %.4f %.4f %.2f %.2f",
                        acknowledged,
                        refused,
                        seconds,
                        p50Millis,
                        p99Millis,
                        maxMillis,
                        cpuSeconds,
                        bytesOfMetric);
    }

    static LoadResult parse(String line) {
        String[] parts = line.substring(PREFIX.length()).split(" ", -1);
        return new LoadResult(
                Long.parseLong(parts[0]),
                Long.parseLong(parts[1]),
                Double.parseDouble(parts[2]),
                Double.parseDouble(parts[3]),
                Double.parseDouble(parts[4]),
                Double.parseDouble(parts[5]),
                Double.parseDouble(parts[6]),
                Double.parseDouble(parts[7]));
    }
}
