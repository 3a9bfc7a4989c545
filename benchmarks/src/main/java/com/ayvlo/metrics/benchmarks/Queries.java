package com.ayvlo.metrics.benchmarks;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The questions that are timed, each about another metric than the one before. */
final class Queries {
    private static final int WARM_UPS = 200;
    private static final int RUNS = 200;
    private static final int ROLLED_UP_POLL_MILLIS = 200;
    private static final long ROLLED_UP_SECONDS = 60;
    private static final String FROM_ROLLUPS = "\"source\":\"rollup\"";
    private static final Pattern COUNT = Pattern.compile("\"count\":(\\d+)");

    private final int port;
    private final UUID tenant;
    private final TimeRange range;
    private final int metrics;

    /**
     * A question that is asked many times.
     *
     * @param key its name in JSON
     * @param label its name in the table
     * @param request of the n-th run
     */
    record Query(String key, String label, IntFunction<Asked> request) {}

    /** One request. */
    record Asked(String method, String path, String body) {}

    Queries(int port, UUID tenant, TimeRange range) {
        this(port, tenant, range, Catalog.METRICS);
    }

    /** Those about so many metrics. */
    Queries(int port, UUID tenant, TimeRange range, int metrics) {
        this.port = port;
        this.tenant = tenant;
        this.range = range;
        this.metrics = metrics;
    }

    /** Those that are worth knowing while others write, too. */
    List<Query> underLoad() {
        String hours = ",\"aggregate\":true,\"interval\":\"1h\"";
        return List.of(
                aggregate("hourly", "30 days hourly, all eight numbers", range, hours),
                new Query(
                        "hourly_region",
                        "same, one region",
                        n ->
                                query(
                                        n,
                                        range,
                                        hours
                                                + ",\"dimensions\":{\"region\":\"%s\"}"
                                                        .formatted(Catalog.region(n)))),
                aggregate("day", "one day hourly", range.oneDay(), hours));
    }

    /** The others. */
    List<Query> more() {
        List<Query> questions = new ArrayList<>(ofMonth());
        questions.addAll(lists());
        return questions;
    }

    private List<Query> ofMonth() {
        String days = ",\"aggregate\":true,\"interval\":\"1d\"";
        return List.of(
                aggregate(
                        "hourly_grouped",
                        "30 days hourly by plan",
                        range,
                        ",\"aggregate\":true,\"interval\":\"1h\",\"group_by\":[\"plan\"]"),
                aggregate(
                        "hourly_raw",
                        "30 days hourly, p90 (of every metric)",
                        range,
                        ",\"aggregate\":true,\"interval\":\"1h\",\"aggregations\":[\"p90\"]"),
                aggregate(
                        "hourly_plain",
                        "30 days hourly without percentiles",
                        range,
                        ",\"aggregate\":true,\"interval\":\"1h\","
                                + "\"aggregations\":[\"count\",\"sum\",\"avg\",\"min\",\"max\"]"),
                aggregate("daily", "30 days daily", range, days),
                aggregate("raw", "raw page of 1000", range, ",\"aggregate\":false,\"limit\":1000"));
    }

    private List<Query> lists() {
        String since = "&start_time=" + Instant.ofEpochMilli(range.fromMillis());
        return List.of(
                list("names", "list of names", _ -> "/metrics?limit=1000"),
                list(
                        "keys",
                        "list of dimensions",
                        n ->
                                "/metrics/dimensions?metric_name="
                                        + Catalog.metric(n % metrics)
                                        + since),
                list(
                        "values",
                        "list of values",
                        n ->
                                "/metrics/dimensions/values?key=host&metric_name="
                                        + Catalog.metric(n % metrics)));
    }

    /** Waits until hours are answered from rollups, but not for ever. */
    void awaitRolledUp() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(ROLLED_UP_SECONDS);
        Query hourly = underLoad().getFirst();
        try (Wire wire = Wire.to(port)) {
            for (int n = 0; n < metrics; ) {
                if (ask(wire, tenant, hourly.request().apply(n)).contains(FROM_ROLLUPS)) {
                    n++;
                } else if (System.nanoTime() > end) {
                    throw new IllegalStateException("hours are not rolled up after a minute");
                } else {
                    TimeUnit.MILLISECONDS.sleep(ROLLED_UP_POLL_MILLIS);
                }
            }
        }
    }

    private Query aggregate(String key, String label, TimeRange asked, String rest) {
        return new Query(key, label, n -> query(n, asked, rest));
    }

    private static Query list(String key, String label, IntFunction<String> path) {
        return new Query(key, label, n -> new Asked("GET", path.apply(n), ""));
    }

    private Asked query(int n, TimeRange asked, String rest) {
        return query(Catalog.metric(n % metrics), asked, rest);
    }

    private static Asked query(String metric, TimeRange asked, String rest) {
        return new Asked(
                "POST",
                "/metrics/query",
                "{\"metric_name\":\"%s\",%s%s}".formatted(metric, asked.json(), rest));
    }

    /** Asks a question often enough, one after the other, and tells how long that took. */
    Latencies time(Query query) throws IOException {
        Latencies latencies = new Latencies();
        try (Wire wire = Wire.to(port)) {
            for (int n = 0; n < WARM_UPS + RUNS; n++) {
                Asked asked = query.request().apply(n);
                long start = System.nanoTime();
                ask(wire, tenant, asked);
                if (n >= WARM_UPS) {
                    latencies.add(System.nanoTime() - start);
                }
            }
        }
        return latencies;
    }

    /** How many metrics with one of these names the service has for a tenant. */
    long count(UUID owner, List<String> names) throws IOException {
        long count = 0;
        try (Wire wire = Wire.to(port)) {
            for (String name : names) {
                String rest =
                        ",\"aggregate\":true,\"interval\":\"1y\",\"aggregations\":[\"count\"]";
                Matcher matcher = COUNT.matcher(ask(wire, owner, query(name, range, rest)));
                while (matcher.find()) {
                    count += Long.parseLong(matcher.group(1));
                }
            }
        }
        return count;
    }

    private static String ask(Wire wire, UUID tenant, Asked asked) throws IOException {
        return wire.ask(asked.method(), asked.path(), tenant, asked.body()).expect(200);
    }
}
