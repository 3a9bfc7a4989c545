package com.ayvlo.metrics.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * What metrics cost on their way through the service into ClickHouse, and what the same rows cost
 * ClickHouse when a bare client sends them: in turns, each time into empty tables. And their bytes
 * on the disk.
 */
final class ProductionIngest {
    private static final double MILLION = 1e6;
    private static final long WARM_UP = 5_000_000;
    private static final int BATCH = 1000;
    private static final int SERIES = 50_000;
    private static final int BLOCK = 100_000;

    private final Arguments arguments;
    private final Path directory;
    private final TimeRange range = TimeRange.upToNow();
    private final long metrics;
    private final int connections;
    private final int rounds;
    private final Report report;
    private final List<Cost> throughService = new ArrayList<>();
    private final List<Cost> bare = new ArrayList<>();

    /**
     * What a round cost for each million, in CPU seconds.
     *
     * @param service until all was stored
     * @param clickHouse until nothing was left to merge
     */
    private record Cost(double service, double clickHouse) {}

    ProductionIngest(Arguments arguments, Path directory) {
        this.arguments = arguments;
        this.directory = directory;
        this.metrics = arguments.number("metrics", 10_000_000);
        this.connections = arguments.count("connections", 8);
        this.rounds = arguments.count("rounds", 3);
        this.report =
                new Report(
                        Production.NAME + "-ingest",
                        "%d times %,d metrics of %,d series over %d connections, after %,d to warm up"
                                .formatted(rounds, metrics, SERIES, connections, WARM_UP));
    }

    /** Runs it, and returns what was measured. */
    Report measure() throws IOException, InterruptedException, ExecutionException {
        try (ClickHouse clickHouse = ClickHouse.open(arguments);
                Server server = Server.start(directory, clickHouse.variables())) {
            addDisk(clickHouse, load(server, WARM_UP, 3));
            BareClient client = new BareClient(clickHouse);
            for (int round = 1; round <= rounds; round++) {
                clickHouse.empty();
                throughService.add(throughService(round, clickHouse, server));
                if (round == 1) {
                    client.take(range, (int) (metrics / BLOCK), directory);
                }
                clickHouse.empty();
                bare.add(bare(round, clickHouse, client));
            }
            addCosts();
            server.stop();
        }
        return report;
    }

    private LoadResult load(Server server, long count, long seed)
            throws IOException, InterruptedException, ExecutionException {
        Shape shape =
                new Shape(
                        count, BATCH, SERIES, 1, false, range.fromMillis(), range.toMillis(), seed);
        try (LoadProcess load = LoadProcess.start(server.port(), connections, 1, shape)) {
            return load.go().get();
        } finally {
            server.drain();
        }
    }

    private void addDisk(ClickHouse clickHouse, LoadResult stored) {
        clickHouse.compact("metrics");
        clickHouse.compact("rollups");
        double perMetric = clickHouse.bytes("") / (double) stored.acknowledged();
        report.add("disk", "disk after merges, with rollups", perMetric, "B/metric", 2);
        double rollups = clickHouse.bytes("rollups") / (double) stored.acknowledged();
        report.add("disk_rollups", "  of it rollups", rollups, "B/metric", 2);
        report.add("json", "as JSON", stored.bytesOfMetric(), "B/metric", 1);
        report.add("smaller", "  smaller by", stored.bytesOfMetric() / perMetric, "x", 1);
    }

    private Cost throughService(int round, ClickHouse clickHouse, Server server)
            throws IOException, InterruptedException, ExecutionException {
        Shape shape =
                new Shape(
                        metrics, BATCH, SERIES, 1, false, range.fromMillis(), range.toMillis(), 1);
        try (LoadProcess load = LoadProcess.start(server.port(), connections, 1, shape)) {
            double clickHouseBefore = clickHouse.cpuSeconds();
            Usage before = Usage.now(server);
            LoadResult result = load.go().get();
            server.drain();
            Usage stored = Usage.now(server);
            double others = result.cpuSeconds() + clickHouse.cpuSeconds() - clickHouseBefore;
            addRound(round, result, stored.secondsSince(before));
            report.add(
                    "foreign_cores_" + round,
                    "  others on the machine",
                    stored.foreignCoresSince(before, others),
                    "cores",
                    2);
            if (round == rounds) {
                report.addThreads("  service, ", stored.threadsSince(before), metrics / MILLION);
            }
            clickHouse.settle();
            Cost cost =
                    cost(stored.serverSince(before), clickHouse.cpuSeconds() - clickHouseBefore);
            check(server, clickHouse, result.acknowledged());
            return cost;
        }
    }

    private void addRound(int round, LoadResult result, double seconds) {
        String label = "round %d, ".formatted(round);
        double sent = result.acknowledged() / result.seconds();
        double stored = result.acknowledged() / seconds;
        report.add("acknowledged_per_s_" + round, label + "acknowledged", sent, "metrics/s", 0);
        report.add("stored_per_s_" + round, "  stored, with drain", stored, "metrics/s", 0);
        report.addCount("refused_" + round, "  refused for now", result.refused(), "requests");
        report.addTimes("ack_" + round, label + "acknowledgement", result);
    }

    private void check(Server server, ClickHouse clickHouse, long acknowledged) throws IOException {
        Queries queries = new Queries(server.port(), Catalog.DEMO_TENANT, range);
        long found = queries.count(Catalog.DEMO_TENANT, Catalog.metrics());
        long stored = clickHouse.number("SELECT count() FROM " + clickHouse.table("metrics"));
        if (found != acknowledged || stored != acknowledged) {
            throw new IllegalStateException(
                    "%d metrics were acknowledged, %d are found, %d stored"
                            .formatted(acknowledged, found, stored));
        }
    }

    private Cost bare(int round, ClickHouse clickHouse, BareClient client)
            throws IOException, InterruptedException {
        double before = clickHouse.cpuSeconds();
        long start = System.nanoTime();
        client.insert("bare-" + round);
        double seconds = (System.nanoTime() - start) / 1e9;
        clickHouse.settle();
        double cpu = clickHouse.cpuSeconds() - before;
        long stored = clickHouse.number("SELECT count() FROM " + clickHouse.table("metrics"));
        if (stored != metrics) {
            throw new IllegalStateException("the bare client stored " + stored);
        }
        report.add("bare_per_s_" + round, "  bare client", metrics / seconds, "metrics/s", 0);
        return cost(0, cpu);
    }

    private Cost cost(double service, double clickHouse) {
        return new Cost(service / (metrics / MILLION), clickHouse / (metrics / MILLION));
    }

    private void addCosts() {
        String unit = "CPU-s/M";
        double ratios = 0;
        for (int i = 0; i < rounds; i++) {
            String key = "_" + (i + 1);
            Cost through = throughService.get(i);
            double alone = bare.get(i).clickHouse();
            double ratio = through.clickHouse() / alone;
            ratios += ratio;
            report.add("cpu" + key, "service, round " + (i + 1), through.service(), unit, 2);
            report.add("cpu_clickhouse" + key, "  ClickHouse", through.clickHouse(), unit, 2);
            report.add("cpu_bare" + key, "  ClickHouse, from a bare client", alone, unit, 2);
            report.add("ratio" + key, "  ratio", ratio, "x", 2);
        }
        report.add("ratio", "ratio, mean", ratios / rounds, "x", 2);
    }
}
