package com.ayvlo.metrics.adapter.http.helidon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.ayvlo.metrics.adapter.http.helidon.ServiceMetrics.QueryKind;
import com.ayvlo.metrics.domain.storage.StorageException;
import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.Reason;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The meters belong to the JVM, which other tests share: differences count. */
class ServiceMetricsTest {
    private static final String OPEN_METRICS =
            "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
                + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

    private final ObserveServer server =
            new ObserveServer(
                    List.of(),
                    routing ->
                            routing.get(
                                    "/things/{id}",
                                    (_, response) -> response.status(202).send("a thing")));
    private final ServiceMetrics metrics = server.metrics;

    @AfterEach
    void stop() {
        server.close();
    }

    private String scrape() {
        return server.get("/metrics").body();
    }

    /** The value of the line that starts so and has these labels, 0 if there is none. */
    private double value(String name, String... labels) {
        return scrape().lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> List.of(labels).stream().allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    @Test
    void countsAndTimesRequestsByTheirTemplate() {
        String[] labels = {"method=\"GET\"", "route=\"/things/{id}\""};
        double before = value("http_requests_total", "route=\"/things/{id}\"", "status=\"202\"");
        double timedBefore = value("http_request_duration_seconds_count", labels);

        server.get("/things/1?secret=2");
        server.get("/things/2");

        assertThat(value("http_requests_total", "route=\"/things/{id}\"", "status=\"202\""))
                .isEqualTo(before + 2);
        assertThat(value("http_request_duration_seconds_count", labels)).isEqualTo(timedBefore + 2);
        assertThat(value("http_request_duration_seconds_bucket", "le=\"+Inf\"", labels[1]))
                .isEqualTo(timedBefore + 2);
        assertThat(scrape()).doesNotContain("secret").doesNotContain("/things/1");
    }

    @Test
    void countsWhatCallersMakeUpUnderOneLabel() {
        double before = value("http_requests_total", "method=\"other\"", "route=\"unmatched\"");

        server.send("BREW", "/pot-1");
        server.send("STIR", "/pot-2");

        assertThat(value("http_requests_total", "method=\"other\"", "route=\"unmatched\""))
                .isEqualTo(before + 2);
        assertThat(scrape()).doesNotContain("BREW").doesNotContain("pot-1");
    }

    @Test
    void countsWhatTheUseCasesReport() {
        double ingested = value("metrics_ingested_total");
        double rejected = value("metrics_rejected_total", "reason=\"series-limit\"");
        double refused = value("rate_limit_refusals_total", "limit=\"query\"");
        double failed = value("storage_errors_total", "kind=\"timed-out\"");
        double raw = value("metrics_query_duration_seconds_count", "kind=\"raw\"");
        double blocks = value("storage_block_metrics_sum");
        double writes = value("storage_write_duration_seconds_sum");

        metrics.ingested(3);
        metrics.rejected(Reason.SERIES_LIMIT);
        metrics.throttled("query");
        metrics.failed(new StorageException.TimedOut("too slow"));
        metrics.query(QueryKind.RAW, Duration.ofMillis(20));
        metrics.stored(500, Duration.ofSeconds(2));

        assertThat(value("metrics_ingested_total")).isEqualTo(ingested + 3);
        assertThat(value("metrics_rejected_total", "reason=\"series-limit\""))
                .isEqualTo(rejected + 1);
        assertThat(value("rate_limit_refusals_total", "limit=\"query\"")).isEqualTo(refused + 1);
        assertThat(value("storage_errors_total", "kind=\"timed-out\"")).isEqualTo(failed + 1);
        assertThat(value("metrics_query_duration_seconds_count", "kind=\"raw\""))
                .isEqualTo(raw + 1);
        assertThat(value("storage_block_metrics_sum")).isEqualTo(blocks + 500);
        assertThat(value("storage_write_duration_seconds_sum")).isEqualTo(writes + 2);
    }

    @Test
    void showsGaugesAsTheyAreNow() {
        AtomicInteger backlog = new AtomicInteger(7);
        metrics.bindBacklog(backlog::get);
        metrics.bindOldestUnstored(() -> Duration.ofMillis(1500));
        metrics.bindSeries(() -> 42);
        metrics.bindComponent("storage", () -> Health.up("in memory"));
        metrics.bindComponent("limits", () -> Health.degraded("redis is away"));

        assertThat(value("ingest_backlog_metrics")).isEqualTo(7);
        backlog.set(8);
        assertThat(value("ingest_backlog_metrics")).isEqualTo(8);
        assertThat(value("ingest_oldest_unstored_seconds")).isEqualTo(1.5);
        assertThat(value("series_known")).isEqualTo(42);
        assertThat(value("component_up", "component=\"storage\"")).isEqualTo(1);
        assertThat(scrape())
                .contains("component_up{component=\"limits\",scope=\"application\",} 0");
    }

    @Test
    void showsTheGaugesOfTheServiceThatBoundThemLast() {
        metrics.bindSeries(() -> 1);
        try (ServiceMetrics later = ServiceMetrics.create()) {
            later.bindSeries(() -> 2);
            metrics.close();

            assertThat(value("series_known")).isEqualTo(2);
        }
        assertThat(scrape()).doesNotContain("series_known");
    }

    @Test
    void showsTheJvm() {
        assertThat(scrape())
                .contains(
                        "jvm_memory_used_bytes{", "jvm_threads_live_threads", "process_cpu_usage");
    }

    /**
     * A collection makes meters at any time: with Helidon's listeners in between it could lock up.
     */
    @Test
    void keepsTheMetersOfTheJvmOutOfHelidonsSight() {
        assertThat(metrics.registry().meters())
                .extracting(meter -> meter.id().name())
                .contains("metrics_ingested_total")
                .noneMatch(name -> name.startsWith("jvm") || name.startsWith("process"));
    }

    @Test
    void answersInTheFormatAskedFor() {
        HttpResponse<String> plain = server.get("/metrics");
        HttpResponse<String> open = server.get("/metrics", "Accept", OPEN_METRICS);

        assertThat(plain.headers().firstValue("Content-Type"))
                .hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(open.headers().firstValue("Content-Type"))
                .hasValue("application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(open.body()).endsWith("# EOF\n");
        assertThat(server.get("/metrics", "Accept", "image/png").headers().map())
                .containsEntry("Content-Type", plain.headers().allValues("Content-Type"));
    }

    @Test
    void pleasesPromtool() throws Exception {
        metrics.bindBacklog(() -> 1);
        metrics.bindOldestUnstored(() -> Duration.ZERO);
        metrics.bindSeries(() -> 1);
        metrics.bindComponent("storage", () -> Health.up(""));
        metrics.throttled("query");
        metrics.stored(1, Duration.ofMillis(1));
        server.get("/things/1");

        assertThat(promtool(scrape())).isEmpty();
    }

    /** What it has to complain about. */
    private static String promtool(String text) throws IOException, InterruptedException {
        Process process;
        try {
            process =
                    new ProcessBuilder("promtool", "check", "metrics")
                            .redirectErrorStream(true)
                            .start();
        } catch (IOException missing) {
            if ("true".equals(System.getenv("CI"))) {
                throw missing;
            }
            return abort("needs promtool: apt-get install prometheus, brew install prometheus");
        }
        try (OutputStream input = process.getOutputStream()) {
            input.write(text.getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        return exit == 0 ? said : said + "exit " + exit;
    }
}
