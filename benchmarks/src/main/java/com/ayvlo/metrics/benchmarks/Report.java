package com.ayvlo.metrics.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The figures of one scenario. */
final class Report {
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
