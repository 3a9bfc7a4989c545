package com.ayvlo.metrics.adapter.http.helidon;

import com.ayvlo.metrics.domain.tenant.Reason;

import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.DistributionStatisticsConfig;
import io.helidon.metrics.api.DistributionSummary;
import io.helidon.metrics.api.Tag;
import io.helidon.metrics.api.Timer;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;

/** The names, labels, help texts and buckets of the meters. */
final class Meters {
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private static final Duration[] BUCKETS =
            Stream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000)
                    .map(Duration::ofMillis)
                    .toArray(Duration[]::new);

    private static final double[] BLOCK_BUCKETS = {
        1, 10, 100, 1000, 5000, 10_000, 25_000, 50_000, 100_000, 122_880
    };

    /** Next to buckets, percentiles would make a family invalid; without this Helidon adds some. */
    private static final double[] NO_PERCENTILES = {};

    private Meters() {}

    /** A method that may be a label: callers can make up any other. */
    static String method(String sent) {
        return METHODS.contains(sent) ? sent : "other";
    }

    static Counter.Builder requests(String method, String route, int status) {
        return Counter.builder("http_requests_total")
                .description("HTTP requests answered, by method, route template and status")
                .addTag(Tag.create("method", method))
                .addTag(Tag.create("route", route))
                .addTag(Tag.create("status", Integer.toString(status)));
    }

    static Timer.Builder durations(String method, String route) {
        return timer("http_request_duration_seconds")
                .description(
                        "Time from the headers of a request to the end of its answer, in seconds")
                .addTag(Tag.create("method", method))
                .addTag(Tag.create("route", route));
    }

    static Counter.Builder ingested() {
        return Counter.builder("metrics_ingested_total")
                .description("Metrics acknowledged: durable, and never lost");
    }

    static Counter.Builder setAside() {
        return Counter.builder("metrics_set_aside_total")
                .description("Acknowledged metrics that the store refused; they are in a file");
    }

    static Counter.Builder rejected(Reason reason) {
        return Counter.builder("metrics_rejected_total")
                .description("Metrics refused, by the rule that they broke")
                .addTag(Tag.create("reason", reason.id()));
    }

    static Timer.Builder queries(String kind) {
        return timer("metrics_query_duration_seconds")
                .description("Time that queries took, in seconds")
                .addTag(Tag.create("kind", kind));
    }

    static Counter.Builder refusals(String limit) {
        return Counter.builder("rate_limit_refusals_total")
                .description("Requests refused because their tenant was over this limit")
                .addTag(Tag.create("limit", limit));
    }

    static Counter.Builder faults(String kind) {
        return Counter.builder("storage_errors_total")
                .description("Failures of the storage, by what a caller can do about them")
                .addTag(Tag.create("kind", kind));
    }

    static DistributionSummary.Builder blocks() {
        return DistributionSummary.builder(
                        "storage_block_metrics",
                        DistributionStatisticsConfig.builder()
                                .percentiles(NO_PERCENTILES)
                                .buckets(BLOCK_BUCKETS))
                .description("Metrics in the blocks that were stored");
    }

    static Timer.Builder writes() {
        return timer("storage_write_duration_seconds")
                .description("Time that storing a block took, in seconds");
    }

    private static Timer.Builder timer(String name) {
        return Timer.builder(name).percentiles(NO_PERCENTILES).buckets(BUCKETS);
    }
}
