package com.ayvlo.metrics.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.testkit.servers.Await;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What whoever operates a service sees of it. */
@OnEveryStack
class OperationTest {
    private static final String METRIC = "{\"metric_name\":\"canary_name\",\"value\":1}";

    @RegisterExtension static final Services SERVICES = new Services();

    @TempDir static Path data;

    private static ServiceProcess service;

    @BeforeAll
    static void start() {
        service = SERVICES.start(data, "HOST", "");
        service.demo().post(ApiClient.INGEST, METRIC);
        service.demo().post(ApiClient.INGEST, "{}");
        service.demo()
                .post(
                        ApiClient.QUERY,
                        """
                        {"metric_name":"canary_name","start_time":"2025-01-01T00:00:00Z",
                         "end_time":"2100-01-01T00:00:00Z"}
                        """);
    }

    @Test
    void isHealthy() {
        for (String path : List.of("/health", "/health/live", "/health/ready")) {
            Answer answer = service.api().get(path);
            assertThat(answer.status()).as(path).isEqualTo(200);
            assertThat(answer.json()).as(path).isInstanceOf(Map.class);
        }
        assertThat(service.api().get("/health/ready").body())
                .contains("journal", "storage", "tenants", "rate_limiter", "\"up\"");
    }

    @Test
    void showsItsMetrics() {
        Answer answer = service.api().get("/metrics");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .contains(
                        "# TYPE http_requests_total counter",
                        "# TYPE http_request_duration_seconds histogram",
                        "# TYPE metrics_ingested_total counter",
                        "# TYPE metrics_query_duration_seconds histogram",
                        "journal_bytes",
                        "ingest_oldest_unstored_seconds",
                        "ingest_backlog_metrics",
                        "metrics_rejected_total",
                        "storage_errors_total",
                        "storage_write_duration_seconds",
                        "jvm_")
                .containsPattern("metrics_ingested_total\\{[^}]*} 1\\.0")
                .containsPattern("kind=\"aggregate\"|kind=\"raw\"")
                .doesNotContain(ApiClient.DEMO_TENANT, "canary");
    }

    @Test
    void documentsItself() {
        Answer openapi = service.api().get("/openapi.json");
        Answer docs = service.api().get("/docs");

        assertThat((String) openapi.at("openapi")).startsWith("3.1");
        assertThat(service.api().get("/openapi.yaml").body()).contains("openapi: ");
        assertThat(docs.status()).isEqualTo(200);
        assertThat(docs.header("Content-Type")).startsWith("text/html");
        assertThat(docs.body()).doesNotContain("src=\"http", "href=\"http");
    }

    @Test
    void logsReadableLinesAndNothingThatACallerSent() {
        service.demo().with("X-Request-ID", "request-of-the-test").post(ApiClient.INGEST, METRIC);
        Await.until(
                "the request is logged",
                Duration.ofSeconds(5),
                () -> service.stderr().contains("request-of-the-test"));

        assertThat(service.stderr().lines())
                .allSatisfy(
                        line ->
                                assertThat(line)
                                        .matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} [A-Z]+ .*"));
        assertThat(service.stderr().lines())
                .anyMatch(line -> line.matches(".*status=202 .*request_id=request-of-the-test.*"));
        assertThat(service.stderr()).contains("started in", "ready after").doesNotContain("canary");
    }

    @Test
    void saysItsAddressAndAnswersOnLoopbackOnly() throws Exception {
        assertThat(service.address().getHost()).isEqualTo("127.0.0.1");
        List<InetAddress> others =
                NetworkInterface.networkInterfaces()
                        .flatMap(NetworkInterface::inetAddresses)
                        .filter(Inet4Address.class::isInstance)
                        .filter(address -> !address.isLoopbackAddress())
                        .toList();
        for (InetAddress other : others) {
            assertThat(answers(other)).as(other.toString()).isFalse();
        }
    }

    private static boolean answers(InetAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, service.address().getPort()), 1000);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
