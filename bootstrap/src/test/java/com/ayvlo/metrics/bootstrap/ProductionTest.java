package com.ayvlo.metrics.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.testkit.servers.Await;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A service with ENVIRONMENT=production: nothing without a key, and no word too much in the log.
 */
@OnEveryStack
class ProductionTest {
    private static final String ADMIN_KEY = "an-admin-key-of-the-test";
    private static final String METRIC =
            """
            {"metric_name":"secret_name","value":31.4159,"timestamp":"2025-01-15T10:30:00Z",
             "dimensions":{"region":"secret_place"},"metadata":{"source":"secret_source"}}
            """;
    private static final String QUERY =
            """
            {"metric_name":"secret_name","start_time":"2025-01-01T00:00:00Z",
             "end_time":"2025-01-15T23:59:59Z","aggregate":false}
            """;

    @RegisterExtension static final Services SERVICES = new Services();

    @TempDir static Path data;

    private static ServiceProcess service;
    private static ApiClient admin;

    @BeforeAll
    static void start() {
        service = SERVICES.startProduction(data, "ADMIN_KEY", ADMIN_KEY);
        admin = service.api().withKey(ADMIN_KEY);
    }

    private static Answer tenant(String name) {
        return admin.post(
                ApiClient.TENANTS, "{\"name\":\"%s\",\"retention_days\":null}".formatted(name));
    }

    @Test
    void worksWithTheKeyOfANewTenantAndNotWithout() {
        Answer created = tenant("Acme");
        ApiClient stranger = service.api();
        ApiClient tenant = stranger.withKey(created.text("api_key"));

        Answer refused = stranger.as(created.text("id")).post(ApiClient.INGEST, METRIC);

        assertThat(created.status()).as(created.body()).isEqualTo(201);
        assertThat(created.at("retention_days")).isNull();
        assertThat(created.at("status")).isEqualTo("active");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.header("WWW-Authenticate")).isNotEmpty();
        assertThat(stranger.withKey("wrong").post(ApiClient.QUERY, QUERY).status()).isEqualTo(401);
        assertThat(tenant.post(ApiClient.INGEST, METRIC).status()).isEqualTo(202);
        assertThat(tenant.post(ApiClient.QUERY, QUERY).list("data")).hasSize(1);
        assertThat(tenant.as(created.text("id")).post(ApiClient.QUERY, QUERY).list("data"))
                .hasSize(1);
    }

    @Test
    void aKeyIsOfOneTenantOnly() {
        ApiClient tenant = service.api().withKey(tenant("One").text("api_key"));

        Answer other = tenant.as(tenant("Two").text("id")).post(ApiClient.QUERY, QUERY);
        Answer unknown = tenant.as(UUID.randomUUID().toString()).post(ApiClient.QUERY, QUERY);
        Answer malformed = tenant.as("one").post(ApiClient.QUERY, QUERY);

        assertThat(other.status()).isEqualTo(403);
        assertThat(unknown.status()).isEqualTo(403);
        assertThat(malformed.status()).isEqualTo(400);
    }

    @Test
    void aSuspendedTenantIsOutAtOnce() {
        Answer created = tenant("Late");
        ApiClient tenant = service.api().withKey(created.text("api_key"));

        assertThat(tenant.post(ApiClient.QUERY, QUERY).status()).isEqualTo(200);
        admin.patch(ApiClient.TENANTS + "/" + created.text("id"), "{\"status\":\"suspended\"}");
        assertThat(tenant.post(ApiClient.QUERY, QUERY).status()).isEqualTo(403);
    }

    @Test
    void onlyTheAdminAdministrates() {
        Answer created = tenant("Curious");
        ApiClient tenant = service.api().withKey(created.text("api_key"));

        assertThat(tenant.get(ApiClient.TENANTS).status()).isIn(401, 403);
        assertThat(service.api().get(ApiClient.TENANTS).status()).isEqualTo(401);
        assertThat(admin.get(ApiClient.TENANTS).status()).isEqualTo(200);
        assertThat(admin.get(ApiClient.TENANTS).body()).doesNotContain(created.text("api_key"));
        assertThat(
                        admin.post(
                                        ApiClient.TENANTS,
                                        "{\"id\":\"%s\",\"name\":\"x\"}"
                                                .formatted(created.text("id")))
                                .status())
                .isEqualTo(409);
    }

    @Test
    void thereIsNoDemoTenant() {
        assertThat(service.demo().post(ApiClient.QUERY, QUERY).status()).isEqualTo(401);
        assertThat(admin.get(ApiClient.TENANTS).body()).doesNotContain(ApiClient.DEMO_TENANT);
    }

    @Test
    void logsJsonWithoutAnythingThatACallerSent() {
        Answer created = tenant("secret_tenant");
        ApiClient tenant = service.api().withKey(created.text("api_key"));
        tenant.with("X-Request-ID", "logged-request").post(ApiClient.INGEST, METRIC);
        tenant.post(ApiClient.INGEST, METRIC.replace("31.4159", "\"31.4159\""));
        tenant.get("/api/v1/metrics?prefix=secret_name");
        Await.until(
                "the request is logged",
                Duration.ofSeconds(5),
                () -> service.stderr().contains("logged-request"));

        assertThat(service.stderr().lines()).allSatisfy(ProductionTest::isLogLine);
        assertThat(logged("logged-request").toString())
                .contains("trace_id", created.text("id"), "INFO", "202", "ms");
        assertThat(service.output())
                .doesNotContain("secret_", "31.4159", ADMIN_KEY, created.text("api_key"));
    }

    private static void isLogLine(String line) {
        assertThat(Json.parse(line)).isInstanceOf(Map.class);
        assertThat(line).contains("timestamp", "level", "formattedMessage", "loggerName");
    }

    private static Object logged(String requestId) {
        List<String> lines =
                service.stderr().lines().filter(line -> line.contains(requestId)).toList();
        assertThat(lines).hasSize(1);
        return Json.parse(lines.getFirst());
    }
}
