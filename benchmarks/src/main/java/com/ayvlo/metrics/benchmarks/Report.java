package com.ayvlo.metrics.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The figures of one scenario. */
final class Report {
    private static final double LEAST_COST = 0.02;

    private final String scenario;
    private final String description;
    private final List<Figure> figures = new ArrayList<>();
    private final List<List<Figure>> times = new ArrayList<>();

    Report(String scenario, String description) {
        this.scenario = scenario;
        this.description = description;
    }

    void add(String key, String label, double value, String unit, int decimals) {
        figures.add(new Figure(key, label, value, unit, decimals));
    }

    void addCount(String key, String label, long value, String unit) {
        add(key, label, (double) value, unit, 0);
    }

    /** Adds how long things took. */
    void addTimes(String key, String label, Latencies took) {
        addTimes(key, label, took.millis(0.5), took.millis(0.99), took.millis(1));
    }

    /** Adds how long the requests of a load took. */
    void addTimes(String key, String label, LoadResult load) {
        addTimes(key, label, load.p50Millis(), load.p99Millis(), load.maxMillis());
    }

    /**
     * Adds what the threads of the service cost, without those that cost next to nothing.
     *
     * @param seconds CPU seconds by name of thread
     * @param millions of how many million metrics
     */
    void addThreads(String label, Map<String, Double> seconds, double millions) {
        for (Map.Entry<String, Double> thread : seconds.entrySet()) {
            double cost = thread.getValue() / millions;
            if (cost >= LEAST_COST) {
                String key = "cpu_" + thread.getKey().replaceAll("\\W+", "_");
                add(key, label + thread.getKey(), cost, "CPU-s/M", 2);
            }
        }
    }

    /**
     * Adds how many acknowledged metrics were found.
     *
     * @throws IllegalStateException if that is not all of them
     */
    void addFound(long acknowledged, long found) {
        addCount("counted", "found by query", found, "metrics");
        addCount("missing", "acknowledged and not found", acknowledged - found, "metrics");
        if (found != acknowledged) {
            throw new IllegalStateException(
                    "%d metrics were acknowledged, %d are found".formatted(acknowledged, found));
        }
    }

    /** Adds how long things took, in milliseconds; the table has them in columns. */
    void addTimes(String key, String label, double p50, double p99, double max) {
        times.add(
                List.of(
                        new Figure(key + "_p50", label, p50, "ms", 2),
                        new Figure(key + "_p99", label, p99, "ms", 2),
                        new Figure(key + "_max", label, max, "ms", 2)));
    }

    /** For people: a line for each figure, numbers under each other. */
    String table() {
        StringBuilder table = new StringBuilder("%n%s: %s%n".formatted(scenario, description));
        for (Figure figure : figures) {
            table.append(
                    "  %-44s %14s %s%n".formatted(figure.label(), number(figure), figure.unit()));
        }
        table.append("  %-44s %11s %11s %11s%n".formatted("", "p50", "p99", "slowest"));
        for (List<Figure> row : times) {
            table.append("  %-44s".formatted(row.getFirst().label()));
            row.forEach(each -> table.append(" %11s".formatted(number(each))));
            table.append(" ms%n".formatted());
        }
        return table.toString();
    }

    private static String number(Figure figure) {
        String grouped =
                String.format(Locale.ROOT, "%,." + figure.decimals() + "f", figure.value());
        // Numbers stay aligned by their units' place, not by their ends.
        return figure.decimals() == 0
                ? grouped + "   "
                : grouped + " ".repeat(2 - figure.decimals());
    }

    /** For programs: an object of the scenario's figures. */
    String json() {
        return Stream.concat(figures.stream(), times.stream().flatMap(List::stream))
                .map(
                        figure ->
                                "    \"%s\": {\"value\": %s, \"unit\": \"%s\"}"
                                        .formatted(
                                                figure.key(),
                                                Double.isFinite(figure.value())
                                                        ? Double.toString(figure.value())
                                                        : "null",
                                                figure.unit()))
                .collect(
                        Collectors.joining(
                                ",\n",
                                "  {\"scenario\": \"%s\",\n   \"figures\": {\n".formatted(scenario),
                                "}}"));
    }
}
