package com.ayvlo.metrics.adapter.http.helidon;

import com.ayvlo.metrics.application.ingest.BatcherListener;
import com.ayvlo.metrics.domain.journal.JournalCapacity;
import com.ayvlo.metrics.domain.storage.StorageException;
import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.Reason;

import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.DistributionSummary;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.Timer;
import io.helidon.service.registry.Services;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What an operator can see of this service, at {@code /metrics}. No label has a value that a caller
 * chooses, and none names a tenant.
 *
 * <p>The meters are the process's: Helidon keeps one registry for each JVM. Several services in one
 * JVM, as in tests, therefore add up in the same counters, while a gauge shows the service that
 * bound it last.
 *
 * <p>Safe for concurrent use.
 */
public final class ServiceMetrics implements BatcherListener, AutoCloseable {
    private final MeterRegistry registry;
    private final Gauges gauges;
    private final Map<RequestLabels, Counter> requests = new ConcurrentHashMap<>();
    private final Map<RouteLabels, Timer> durations = new ConcurrentHashMap<>();
    private final Map<String, Counter> refusals = new ConcurrentHashMap<>();
    private final Map<Reason, Counter> rejections = new EnumMap<>(Reason.class);
    private final Map<QueryKind, Timer> queries = new EnumMap<>(QueryKind.class);
    private final Map<StorageFault, Counter> faults = new EnumMap<>(StorageFault.class);
    private final Counter ingested;
    private final Counter setAside;
    private final DistributionSummary blocks;
    private final Timer writes;

    private record RequestLabels(String method, String route, int status) {}

    private record RouteLabels(String method, String route) {}

    /** What a query asks for. */
    public enum QueryKind {
        /** Metrics as they came in. */
        RAW("raw"),
        /** Numbers per window and group. */
        AGGREGATE("aggregate");

        private final String label;

        QueryKind(String label) {
            this.label = label;
        }
    }

    private ServiceMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.gauges = new Gauges(registry);
        this.ingested = registry.getOrCreate(Meters.ingested());
        this.setAside = registry.getOrCreate(Meters.setAside());
        this.blocks = registry.getOrCreate(Meters.blocks());
        this.writes = registry.getOrCreate(Meters.writes());
        // Known from the start, so that the first one is an increase.
        for (Reason reason : Reason.values()) {
            rejections.put(reason, registry.getOrCreate(Meters.rejected(reason)));
        }
        for (QueryKind kind : QueryKind.values()) {
            queries.put(kind, registry.getOrCreate(Meters.queries(kind.label)));
        }
        for (StorageFault fault : StorageFault.values()) {
            faults.put(fault, registry.getOrCreate(Meters.faults(fault.id())));
        }
    }

    /** The metrics of this process, and with them those of its JVM. */
    public static ServiceMetrics create() {
        MeterRegistry registry = Services.get(MeterRegistry.class);
        JvmMeters.bindTo(registry);
        return new ServiceMetrics(registry);
    }

    /**
     * A request was answered.
     *
     * @param method as sent; others than the usual ones are counted as one
     * @param route its template, never the path itself
     */
    public void request(String method, String route, int status, Duration took) {
        String known = Meters.method(method);
        count(known, route, status);
        durations
                .computeIfAbsent(
                        new RouteLabels(known, route),
                        labels -> registry.getOrCreate(Meters.durations(known, route)))
                .record(took);
    }

    /** A request was refused before there was anything to time: it could not be read. */
    void unreadable(String method, int status) {
        count(Meters.method(method), RequestContextFilter.UNMATCHED, status);
    }

    private void count(String method, String route, int status) {
        requests.computeIfAbsent(
                        new RequestLabels(method, route, status),
                        labels -> registry.getOrCreate(Meters.requests(method, route, status)))
                .increment();
    }

    /** So many metrics of a request were acknowledged. */
    public void ingested(int accepted) {
        ingested.increment(accepted);
    }

    /** A metric was refused. */
    public void rejected(Reason reason) {
        Counter counter = rejections.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    /** A query was answered or refused. */
    public void query(QueryKind kind, Duration took) {
        Timer timer = queries.get(kind);
        if (timer != null) {
            timer.record(took);
        }
    }

    /**
     * A request was over a limit.
     *
     * @param limit the limit's name
     */
    public void throttled(String limit) {
        refusals.computeIfAbsent(limit, name -> registry.getOrCreate(Meters.refusals(name)))
                .increment();
    }

    @Override
    public void stored(int metrics, Duration took) {
        blocks.record(metrics);
        writes.record(took);
    }

    @Override
    public void failed(StorageException failure) {
        Counter counter = faults.get(StorageFault.of(failure));
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void setAside(int metrics) {
        setAside.increment(metrics);
    }

    /** Shows how many bytes the journal takes on the disk, and how many it may take. */
    public void bindJournal(Supplier<JournalCapacity> capacity) {
        gauges.bind(
                "journal_bytes",
                "Bytes that the journal takes on the disk",
                () -> capacity.get().usedBytes());
        gauges.bind(
                "journal_max_bytes",
                "Bytes that the journal may take on the disk",
                () -> capacity.get().maxBytes());
    }

    /** Shows how many acknowledged metrics are not stored yet. */
    public void bindBacklog(LongSupplier metrics) {
        gauges.bind(
                "ingest_backlog_metrics",
                "Metrics that were acknowledged and are not stored yet",
                metrics::getAsLong);
    }

    /** Shows how long the oldest metric that is not stored has been waiting. */
    public void bindOldestUnstored(Supplier<Duration> wait) {
        gauges.bind(
                "ingest_oldest_unstored_seconds",
                "How long the oldest metric that is not stored has been waiting, in seconds",
                () -> wait.get().toNanos() / 1e9);
    }

    /** Shows how many series this node knows. */
    public void bindSeries(IntSupplier series) {
        gauges.bind("series_known", "Series that this node has seen", series::getAsInt);
    }

    /**
     * Shows whether a part of the service works; it is asked at every scrape.
     *
     * @param component its name
     */
    public void bindComponent(String component, Supplier<Health> check) {
        gauges.bindComponent(component, () -> check.get().status() == Health.Status.UP ? 1 : 0);
    }

    /** Takes back the gauges, unless another service of this JVM has bound them since. */
    @Override
    public void close() {
        gauges.close();
    }

    MeterRegistry registry() {
        return registry;
    }
}
