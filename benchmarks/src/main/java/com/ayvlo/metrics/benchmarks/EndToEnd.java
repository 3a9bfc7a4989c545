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
                    "queries");

    private EndToEnd() {}

    /**
     * Runs scenarios, at the root of the checkout.
     *
     * @param arguments names of scenarios, and options; the README explains them
     */
    public static void main(String[] arguments) throws Exception {
        Arguments parsed = Arguments.parse(arguments, OPTIONS);
        List<String> names = parsed.words().isEmpty() ? List.of("quick") : parsed.words();
        List<Scenario> scenarios =
                names.stream().flatMap(name -> Scenario.named(name).stream()).toList();
        System.out.printf("%s, %s%n", Instant.now(), Proc.machine());
        List<Report> reports = new ArrayList<>();
        for (Scenario scenario : scenarios) {
            Report report = run(scenario.with(parsed), parsed);
            System.out.print(report.table());
            reports.add(report);
        }
        if (parsed.text("json").isPresent()) {
            Files.writeString(Path.of(parsed.text("json").get()), json(reports));
        }
    }

    private static Report run(Scenario scenario, Arguments arguments)
            throws IOException, InterruptedException, ExecutionException {
        Path parent = Path.of(arguments.text("dir", System.getProperty("java.io.tmpdir")));
        Path directory = Files.createTempDirectory(parent, "metrics-benchmark-");
        Run run = new Run(scenario, directory);
        try {
            return run.measure();
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
