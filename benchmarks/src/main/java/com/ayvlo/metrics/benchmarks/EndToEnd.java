package com.ayvlo.metrics.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Measures the service as its users meet it: a process of its own that is loaded and asked over
 * HTTP. Prints a table for each scenario, and JSON into a file if one is named.
 */
public final class EndToEnd {
    private static final Set<String> OPTIONS =
            Set.of(
                    "json",
                    "dir",
                    "keep",
                    "metrics",
                    "batch",
                    "connections",
                    "series",
                    "tenants",
                    "queries",
                    "rounds",
                    "database",
                    "clickhouse-pid");

    private static final int MISTAKEN = 2;

    private EndToEnd() {}

    /**
     * Runs scenarios, at the root of the checkout.
     *
     * @param arguments names of scenarios, and options; the README explains them
     */
    public static void main(String[] arguments) throws Exception {
        try {
            measure(Arguments.parse(arguments, OPTIONS));
        } catch (IllegalArgumentException mistake) {
            System.err.println(mistake.getMessage());
            System.exit(MISTAKEN);
        }
    }

    private static void measure(Arguments arguments)
            throws IOException, InterruptedException, ExecutionException {
        List<Measurement> measurements = measurements(arguments);
        System.out.printf("%s, %s%n", Instant.now(), Proc.machine());
        List<Report> reports = new ArrayList<>();
        for (Measurement measurement : measurements) {
            Report report = run(measurement, arguments);
            System.out.print(report.table());
            reports.add(report);
        }
        if (arguments.text("json").isPresent()) {
            Files.writeString(Path.of(arguments.text("json").get()), json(reports));
        }
    }

    private static List<Measurement> measurements(Arguments arguments) {
        List<String> names = arguments.words().isEmpty() ? List.of("quick") : arguments.words();
        return names.stream().flatMap(name -> measurements(name, arguments)).toList();
    }

    private static Stream<Measurement> measurements(String name, Arguments arguments) {
        List<Measurement> production = Production.named(name, arguments);
        return production.isEmpty()
                ? Scenario.named(name).stream()
                        .map(scenario -> scenario.with(arguments))
                        .map(scenario -> directory -> new Run(scenario, directory).measure())
                : production.stream();
    }

    private static Report run(Measurement measurement, Arguments arguments)
            throws IOException, InterruptedException, ExecutionException {
        Path parent = Path.of(arguments.text("dir", System.getProperty("java.io.tmpdir")));
        Path directory = Files.createTempDirectory(parent, "metrics-benchmark-");
        try {
            return measurement.in(directory);
        } finally {
            if (!Boolean.parseBoolean(arguments.text("keep", "false"))) {
                DiskUsage.remove(directory);
            }
        }
    }

    private static String json(List<Report> reports) {
        return reports.stream()
                .map(Report::json)
                .collect(
                        Collectors.joining(
                                ",\n",
                                "{\"date\": \"%s\", \"machine\": \"%s\", \"scenarios\": [\n"
                                        .formatted(Instant.now(), Proc.machine()),
                                "\n]}\n"));
    }
}
