package com.ayvlo.metrics.benchmarks;

import java.util.List;

/**
 * A load to measure.
 *
 * @param name what it is called on the command line
 * @param warmUp how many are sent before the measured ones, so that the compiler has done its work
 * @param metrics how many are measured
 * @param batch how many in a request
 * @param connections over how many connections
 * @param series how many different ones
 * @param tenants of how many tenants
 * @param example whether they are the documented example, with metadata
 * @param queries whether queries are timed afterwards, alone and under load
 */
record Scenario(
        String name,
        long warmUp,
        long metrics,
        int batch,
        int connections,
        int series,
        int tenants,
        boolean example,
        boolean queries) {
    private static final long MILLION = 1_000_000;

    /** All that there are. */
    static final List<Scenario> ALL =
            List.of(
                    plain("quick", MILLION, 2).withQueries(),
                    plain("main", 5 * MILLION, 8).withQueries(),
                    plain("sustained-2", 20 * MILLION, 2).after(5 * MILLION),
                    plain("sustained-8", 20 * MILLION, 8).after(5 * MILLION),
                    new Scenario("series", 0, 5 * MILLION, 1000, 2, 500_000, 10, false, false),
                    plain("small", 5 * MILLION, 64).after(2 * MILLION).inBatches(100),
                    plain("single", 20_000, 1).after(20_000).inBatches(1),
                    plain("example", MILLION, 2).asExample());

    private static Scenario plain(String name, long metrics, int connections) {
        return new Scenario(name, 0, metrics, 1000, connections, 50_000, 1, false, false);
    }

    private Scenario after(long toWarmUp) {
        return new Scenario(
                name, toWarmUp, metrics, batch, connections, series, tenants, example, queries);
    }

    private Scenario withQueries() {
        return new Scenario(
                name, warmUp, metrics, batch, connections, series, tenants, example, true);
    }

    private Scenario asExample() {
        return new Scenario(
                name, warmUp, metrics, batch, connections, series, tenants, true, queries);
    }

    private Scenario inBatches(int size) {
        return new Scenario(
                name, warmUp, metrics, size, connections, series, tenants, example, queries);
    }

    /**
     * Those with a name; {@code all} are all, and a first part stands for all that begin with it.
     *
     * @throws IllegalArgumentException if there is none
     */
    static List<Scenario> named(String name) {
        List<Scenario> found =
                ALL.stream()
                        .filter(
                                each ->
                                        name.equals("all")
                                                || each.name.equals(name)
                                                || each.name.startsWith(name + "-"))
                        .toList();
        if (found.isEmpty()) {
            throw new IllegalArgumentException(
                    "there is no scenario %s; there are %s and all"
                            .formatted(name, ALL.stream().map(Scenario::name).toList()));
        }
        return found;
    }

    /** The same with other numbers where options name them. */
    Scenario with(Arguments arguments) {
        return new Scenario(
                name,
                warmUp,
                arguments.number("metrics", metrics),
                arguments.count("batch", batch),
                arguments.count("connections", connections),
                arguments.count("series", series),
                arguments.count("tenants", tenants),
                example,
                Boolean.parseBoolean(arguments.text("queries", Boolean.toString(queries))));
    }

    /** What it does, in one line. */
    String summary() {
        return "%,d metrics of %,d series and %d tenants, in batches of %d over %d connections"
                        .formatted(metrics, example ? tenants : series, tenants, batch, connections)
                + (warmUp > 0 ? ", after %,d to warm up".formatted(warmUp) : "");
    }

    /** What is measured. */
    Shape measured(TimeRange range) {
        return shape(metrics, range, 1);
    }

    /** What comes before it: other values of the same series. */
    Shape warmingUp(TimeRange range) {
        return shape(warmUp, range, 3);
    }

    private Shape shape(long count, TimeRange range, long seed) {
        return new Shape(
                count, batch, series, tenants, example, range.fromMillis(), range.toMillis(), seed);
    }

    /** The names that its metrics have. */
    List<String> names() {
        return example ? List.of("revenue") : Catalog.metrics();
    }
}
