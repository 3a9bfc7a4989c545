package com.ayvlo.metrics.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * What the service does without its storage: a ClickHouse that stands still (SIGSTOP) for a third
 * of a long load, then for all of a load of many small requests, after which the service is killed
 * and has to read its journal.
 */
final class Outage {
    static final String NAME = Production.NAME + "-outage";

    private static final long WARM_UP = 5_000_000;
    private static final long SMALL_WARM_UP = 2_000_000;
    private static final int SMALL_BATCH = 100;
    private static final int SMALL_CONNECTIONS = 64;
    private static final int BATCH = 1000;
    private static final int CONNECTIONS = 8;
    private static final int SERIES = 50_000;
    private static final int POLL_MILLIS = 20;
    private static final int SAMPLE_POLLS = 12;

    private final ClickHouse clickHouse;
    private final Path directory;
    private final long metrics;
    private final long small;
    private final TimeRange range = TimeRange.upToNow();
    private final Report report;
    private long acknowledged;

    private Outage(Arguments arguments, ClickHouse clickHouse, Path directory) {
        this.clickHouse = clickHouse;
        this.directory = directory;
        this.metrics = arguments.number("metrics", 20_000_000);
        this.small = metrics / 4;
        this.report =
                new Report(
                        NAME,
                        "%,d metrics over %d connections, the storage stopped for a third; then %,d over %d"
                                .formatted(metrics, CONNECTIONS, small, SMALL_CONNECTIONS));
    }

    static Report measure(Arguments arguments, Path directory)
            throws IOException, InterruptedException, ExecutionException {
        try (ClickHouse clickHouse = ClickHouse.open(arguments)) {
            return new Outage(arguments, clickHouse, directory).measure();
        }
    }

    private Report measure() throws IOException, InterruptedException, ExecutionException {
        try (Server server = Server.start(directory, clickHouse.variables())) {
            load(server, CONNECTIONS, BATCH, WARM_UP, 3);
            server.drain();
            stopForAThird(server);
            server.drain();
            clickHouse.signal("STOP");
            smallRequests(server);
        } // and is killed
        clickHouse.signal("CONT");
        recover();
        return report;
    }

    private void stopForAThird(Server server)
            throws IOException, InterruptedException, ExecutionException {
        Shape shape = shape(BATCH, metrics, 1);
        try (LoadProcess load = LoadProcess.start(server.port(), CONNECTIONS, 1, shape)) {
            Progress progress = new Progress(NAME, server, load, metrics);
            CompletableFuture<LoadResult> result = load.go();
            await(() -> load.acknowledged() >= metrics / 3, progress);
            clickHouse.signal("STOP");
            await(() -> load.acknowledged() >= metrics * 2 / 3, progress);
            report.add("backlog", "backlog after the outage", server.backlog(), "metrics", 0);
            clickHouse.signal("CONT");
            await(result::isDone, progress);
            progress.end();
            addLoad("long", "long load", result.get());
            acknowledged += result.get().acknowledged();
            MemorySamples memory = progress.memory();
            report.add("rss_third", "  memory when it began", memory.at(1 / 3.0), "MiB", 0);
            report.add("rss_end", "  memory at the end", memory.at(1), "MiB", 0);
            report.add("rss_peak", "  memory, peak", Proc.peakResidentMib(server.pid()), "MiB", 0);
            report.add("rss_spread", "  spread in two thirds", memory.spreadPercent(), "+-%", 1);
        }
    }

    private static void await(BooleanSupplier isReached, Progress progress)
            throws InterruptedException {
        for (int poll = 0; !isReached.getAsBoolean(); poll++) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            if (poll % SAMPLE_POLLS == 0) {
                progress.sample();
            }
        }
    }

    private void smallRequests(Server server)
            throws IOException, InterruptedException, ExecutionException {
        load(server, SMALL_CONNECTIONS, SMALL_BATCH, SMALL_WARM_UP, 4);
        addLoad(
                "small",
                "batches of %d, storage stopped".formatted(SMALL_BATCH),
                load(server, SMALL_CONNECTIONS, SMALL_BATCH, small, 5));
    }

    private LoadResult load(Server server, int connections, int batch, long count, long seed)
            throws IOException, InterruptedException, ExecutionException {
        try (LoadProcess load =
                LoadProcess.start(server.port(), connections, 1, shape(batch, count, seed))) {
            LoadResult result = load.go().get();
            acknowledged += result.acknowledged();
            return result;
        }
    }

    private Shape shape(int batch, long count, long seed) {
        return new Shape(
                count, batch, SERIES, 1, false, range.fromMillis(), range.toMillis(), seed);
    }

    private void addLoad(String key, String label, LoadResult result) {
        double perSecond = result.acknowledged() / result.seconds();
        report.add(key, label + ", acknowledged", perSecond, "metrics/s", 0);
        report.addCount(key + "_refused", "  refused for now", result.refused(), "requests");
        report.addTimes(key + "_ack", label + ", acknowledgement", result);
    }

    private void recover() throws IOException, InterruptedException {
        try (Server server = Server.start(directory, clickHouse.variables())) {
            report.addCount(
                    "journaled", "in the journal when killed", SMALL_WARM_UP + small, "metrics");
            report.add("serving", "  JVM start to serving", server.servingSeconds(), "s", 2);
            server.drain();
            Queries queries = new Queries(server.port(), Catalog.DEMO_TENANT, range);
            long found = queries.count(Catalog.DEMO_TENANT, Catalog.metrics());
            report.addFound(acknowledged, found);
            server.stop();
        }
    }
}
