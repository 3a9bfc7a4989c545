package com.ayvlo.metrics.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** One scenario against one fresh service. */
final class Run {
    private static final Duration PROBE = Duration.ofSeconds(2);
    private static final int IDLE_SECONDS = 5;
    private static final int SAMPLE_MILLIS = 250;
    private static final long ENDLESS = 50_000_000;
    private static final double MILLION = 1e6;

    private final Scenario scenario;
    private final Path directory;
    private final Report report;
    private final TimeRange range = TimeRange.upToNow();
    private long acknowledged;

    Run(Scenario scenario, Path directory) {
        this.scenario = scenario;
        this.directory = directory;
        this.report = new Report(scenario.name(), scenario.summary());
    }

    /** Runs it, and returns what was measured. */
    Report measure() throws IOException, InterruptedException, ExecutionException {
        DiskProbe before = DiskProbe.of(directory, PROBE);
        try (Server server = Server.start(directory)) {
            addStart(server);
            if (scenario.warmUp() > 0) {
                warmUp(server);
            }
            ingest(server);
            addCorrectness(server);
            if (scenario.queries()) {
                query(server);
            }
            report.add("stop", "stop", server.stop(), "s", 2);
        }
        addDisk(before, DiskProbe.of(directory, PROBE));
        return report;
    }

    private void addStart(Server server) throws IOException, InterruptedException {
        report.add("serving", "JVM start to serving", server.servingSeconds(), "s", 2);
        report.add("ready", "JVM start to ready", server.readySeconds(), "s", 2);
        TimeUnit.SECONDS.sleep(IDLE_SECONDS);
        report.add("idle_rss", "idle resident memory", Proc.residentMib(server.pid()), "MiB", 0);
        for (int n = 2; n <= Math.max(2, scenario.tenants()); n++) {
            server.createTenant(Catalog.tenant(n));
        }
    }

    private void warmUp(Server server)
            throws IOException, InterruptedException, ExecutionException {
        Shape shape = scenario.warmingUp(range);
        try (LoadProcess load =
                LoadProcess.start(server.port(), scenario.connections(), 1, shape)) {
            acknowledged += load.go().get().acknowledged();
        }
        server.drain();
    }

    private void ingest(Server server)
            throws IOException, InterruptedException, ExecutionException {
        Shape shape = scenario.measured(range);
        try (LoadProcess load =
                LoadProcess.start(server.port(), scenario.connections(), 1, shape)) {
            Usage before = Usage.now(server);
            Progress progress = new Progress(scenario.name(), server, load, shape.metrics());
            CompletableFuture<LoadResult> result = load.go();
            while (!result.isDone()) {
                TimeUnit.MILLISECONDS.sleep(SAMPLE_MILLIS);
                progress.sample();
            }
            progress.end();
            acknowledged += result.get().acknowledged();
            Usage sent = Usage.now(server);
            server.drain();
            Usage stored = Usage.now(server);
            addIngest(result.get(), stored.secondsSince(sent));
            addCost(before, sent, stored, result.get());
            addMemory(server, progress.memory());
        }
    }

    private void addIngest(LoadResult result, double drainSeconds) {
        double sent = result.acknowledged() / result.seconds();
        double stored = result.acknowledged() / (result.seconds() + drainSeconds);
        report.add("acknowledged_per_s", "acknowledged", sent, "metrics/s", 0);
        report.add("stored_per_s", "stored, with drain", stored, "metrics/s", 0);
        report.add("drain", "drain", drainSeconds, "s", 2);
        double requests = sent / scenario.batch();
        report.add("requests_per_s", "requests", requests, "requests/s", 0);
        report.addCount("refused", "refused for now (429, 503)", result.refused(), "requests");
        report.addTimes("ack", "acknowledgement", result);
        report.add("wire_bytes", "bytes of requests", result.bytesOfMetric(), "B/metric", 1);
    }

    private void addCost(Usage before, Usage sent, Usage stored, LoadResult result) {
        double millions = result.acknowledged() / MILLION;
        double client = result.cpuSeconds();
        String unit = "CPU-s/M";
        report.add("cpu", "service", sent.serverSince(before) / millions, unit, 2);
        report.add(
                "cpu_settled",
                "service, with drain",
                stored.serverSince(before) / millions,
                unit,
                2);
        report.addThreads("  ", stored.threadsSince(before), millions);
        report.add("cpu_client", "client", client / millions, unit, 2);
        report.add(
                "foreign_cores",
                "others on the machine",
                sent.foreignCoresSince(before, client),
                "cores",
                2);
    }

    private void addMemory(Server server, MemorySamples memory) {
        report.add(
                "rss_peak", "peak resident memory", Proc.peakResidentMib(server.pid()), "MiB", 0);
        report.add("rss_half", "  after half of the load", memory.at(0.5), "MiB", 0);
        report.add("rss_end", "  at its end", memory.at(1), "MiB", 0);
        report.add(
                "rss_spread", "  spread in its last two thirds", memory.spreadPercent(), "+-%", 1);
    }

    private void addCorrectness(Server server) throws IOException {
        Queries queries = new Queries(server.port(), Catalog.DEMO_TENANT, range);
        long counted = 0;
        for (int n = 1; n <= scenario.tenants(); n++) {
            counted += queries.count(Catalog.tenant(n), scenario.names());
        }
        report.addFound(acknowledged, counted);
    }

    private void query(Server server) throws IOException, InterruptedException, ExecutionException {
        Queries queries = new Queries(server.port(), Catalog.DEMO_TENANT, range);
        addRollups(server, queries);
        for (Queries.Query query : queries.underLoad()) {
            report.addTimes(query.key(), query.label(), queries.time(query));
        }
        for (Queries.Query query : queries.more()) {
            report.addTimes(query.key(), query.label(), queries.time(query));
        }
        Shape shape =
                new Shape(ENDLESS, 1000, 50_000, 1, false, range.fromMillis(), range.toMillis(), 2);
        try (LoadProcess load =
                LoadProcess.start(server.port(), scenario.connections(), 2, shape)) {
            CompletableFuture<LoadResult> result = load.go();
            for (Queries.Query query : queries.underLoad()) {
                Latencies latencies = queries.time(query);
                report.addTimes("loaded_" + query.key(), query.label() + ", under load", latencies);
            }
            load.stop();
            LoadResult meanwhile = result.get();
            report.add(
                    "loaded_acknowledged_per_s",
                    "acknowledged meanwhile",
                    meanwhile.acknowledged() / meanwhile.seconds(),
                    "metrics/s",
                    0);
            acknowledged += meanwhile.acknowledged();
        }
        server.drain();
    }

    /** With the CPU of the queries that watch for it. */
    private void addRollups(Server server, Queries queries)
            throws IOException, InterruptedException {
        Usage before = Usage.now(server);
        queries.awaitRolledUp();
        Usage after = Usage.now(server);
        report.add("rolled_up", "rolled up after", after.secondsSince(before), "s", 1);
        report.add(
                "cpu_rollups",
                "  with",
                after.serverSince(before) / (acknowledged / MILLION),
                "CPU-s/M",
                2);
    }

    private void addDisk(DiskProbe before, DiskProbe after) throws IOException {
        Map<String, Long> kinds = DiskUsage.byKind(directory.resolve("data"));
        double bytes = kinds.values().stream().mapToLong(Long::longValue).sum();
        report.addCount("stored", "metrics on disk", acknowledged, "metrics");
        report.add("disk", "disk after the stop", bytes / acknowledged, "B/metric", 2);
        kinds.forEach(
                (kind, size) ->
                        report.add(
                                "disk_" + kind,
                                "  " + kind,
                                (double) size / acknowledged,
                                "B/metric",
                                2));
        addProbe("fsync_before", "fsyncs of the disk before the run", before);
        addProbe("fsync_after", "fsyncs of the disk after the run", after);
    }

    private void addProbe(String key, String label, DiskProbe probe) {
        report.add(key + "_per_s", label, probe.perSecond(), "1/s", 0);
        report.addTimes(key, label, probe.p50Millis(), probe.p99Millis(), probe.maxMillis());
    }
}
