package com.ayvlo.metrics.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the generated data look like.
 *
 * @param metrics how many in all; full batches only
 * @param batch how many in a request; 1 posts single metrics
 * @param series how many different series over all tenants; a multiple of 1000 for each tenant
 * @param tenants between how many tenants they are divided
 * @param example whether each metric is the documented example, with metadata
 * @param fromMillis the time of the first
 * @param toMillis the time that the last stays under
 * @param seed other seeds make other data
 */
record Shape(
        long metrics,
        int batch,
        int series,
        int tenants,
        boolean example,
        long fromMillis,
        long toMillis,
        long seed) {
    /** The names of the options that {@link #arguments()} writes. */
    static final Set<String> OPTIONS =
            Set.of("metrics", "batch", "series", "tenants", "example", "from", "to", "seed");

    private static final int SERIES_OF_A_HOST = 1000;

    Shape {
        if (metrics < 1 || batch < 1 || tenants < 1 || fromMillis >= toMillis) {
            throw new IllegalArgumentException("no data");
        }
        if (series < 1 || series % (tenants * SERIES_OF_A_HOST) != 0) {
            throw new IllegalArgumentException(
                    "series: %d is no multiple of %d for each tenant"
                            .formatted(series, SERIES_OF_A_HOST));
        }
        metrics = (metrics + batch - 1) / batch * batch;
    }

    static Shape of(Arguments arguments) {
        return new Shape(
                arguments.number("metrics", 1_000_000),
                arguments.count("batch", 1000),
                arguments.count("series", 50_000),
                arguments.count("tenants", 1),
                Boolean.parseBoolean(arguments.text("example", "false")),
                arguments.number("from", System.currentTimeMillis() - TimeRange.THIRTY_DAYS),
                arguments.number("to", System.currentTimeMillis()),
                arguments.number("seed", 1));
    }

    /** The command line that makes the same shape. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        add(arguments, "metrics", metrics);
        add(arguments, "batch", batch);
        add(arguments, "series", series);
        add(arguments, "tenants", tenants);
        add(arguments, "example", example);
        add(arguments, "from", fromMillis);
        add(arguments, "to", toMillis);
        add(arguments, "seed", seed);
        return arguments;
    }

    private static void add(List<String> arguments, String name, Object value) {
        arguments.add("--" + name);
        arguments.add(value.toString());
    }

    long batches() {
        return metrics / batch;
    }

    int seriesOfTenant() {
        return series / tenants;
    }

    /** The time of the i-th metric: ascending, with random milliseconds. */
    long millis(long i) {
        double step = (double) (toMillis - fromMillis) / metrics;
        long start = fromMillis + (long) (i * step);
        long width = Math.max(1, fromMillis + (long) ((i + 1) * step) - start);
        return start + Math.floorMod(Mix.of(seed ^ i), width);
    }
}
