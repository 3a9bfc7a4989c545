package com.ayvlo.metrics.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** How long questions take over HTTP when ClickHouse has a hundred million metrics of a month. */
final class ProductionQueries {
    private final Arguments arguments;
    private final Path directory;
    private final long metrics;
    private final Report report;

    ProductionQueries(Arguments arguments, Path directory) {
        this.arguments = arguments;
        this.directory = directory;
        this.metrics = arguments.number("metrics", 100_000_000);
        this.report =
                new Report(
                        Production.NAME + "-queries",
                        "%,d metrics of 30 days in ClickHouse, %d names of %d series each"
                                .formatted(metrics, History.NAMES, History.SERIES_OF_NAME));
    }

    /** Runs it, and returns what was measured. */
    Report measure() throws IOException, InterruptedException, ExecutionException {
        try (ClickHouse clickHouse = ClickHouse.open(arguments);
                Server server = Server.start(directory, clickHouse.variables())) {
            TimeRange range = new History(clickHouse, server).fill(metrics);
            clickHouse.settle();
            Queries queries = new Queries(server.port(), Catalog.DEMO_TENANT, range, History.NAMES);
            report.addFound(
                    metrics, queries.count(Catalog.DEMO_TENANT, Catalog.metrics(History.NAMES)));
            report.addCount("parts", "parts", clickHouse.parts("metrics"), "");
            report.add("disk", "disk", clickHouse.bytes("") / (double) metrics, "B/metric", 2);
            List<Queries.Query> all = new ArrayList<>(queries.underLoad());
            all.addAll(queries.more());
            queries.time(all.getFirst()); // so that the compiler has done its work
            for (Queries.Query query : all) {
                report.addTimes(query.key(), query.label(), queries.time(query));
            }
            server.stop();
        }
        return report;
    }
}
