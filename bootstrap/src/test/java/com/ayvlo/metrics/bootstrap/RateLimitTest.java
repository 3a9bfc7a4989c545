package com.ayvlo.metrics.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.stream.IntStream;

/** The limits per tenant and minute. */
@OnEveryStack
class RateLimitTest {
    private static final String ADMIN_KEY = "an-admin-key-of-the-test";
    private static final String METRIC = "{\"metric_name\":\"limited\",\"value\":1}";
    private static final String LIST = "/api/v1/metrics";
    private static final int LIMIT = 3;

    @RegisterExtension static final Services SERVICES = new Services();

    @TempDir static Path data;

    private static ServiceProcess service;

    @BeforeAll
    static void start() {
        service =
                SERVICES.start(
                        data,
                        "ADMIN_KEY",
                        ADMIN_KEY,
                        "RATE_LIMIT_INGESTION",
                        Integer.toString(LIMIT),
                        "RATE_LIMIT_QUERY",
                        "0");
    }

    private static ApiClient tenant() {
        Answer created =
                service.api().withKey(ADMIN_KEY).post(ApiClient.TENANTS, "{\"name\":\"T\"}");
        return service.api().as(created.text("id"));
    }

    @Test
    void takesABurstThenSaysWhenToComeBack() {
        ApiClient tenant = tenant();
        Answer first = tenant.post(ApiClient.INGEST, METRIC);
        Answer batch = tenant.post(ApiClient.BATCH, "{\"metrics\":[%s]}".formatted(METRIC));
        Answer third = tenant.post(ApiClient.INGEST, METRIC);

        Answer over = tenant.post(ApiClient.INGEST, METRIC);

        assertThat(first.status()).isEqualTo(202);
        assertThat(first.header("X-RateLimit-Limit")).isEqualTo("3");
        assertThat(first.header("X-RateLimit-Remaining")).isEqualTo("2");
        assertThat(first.header("RateLimit-Policy")).isEqualTo("\"ingestion\";q=3;w=60");
        assertThat(batch.header("X-RateLimit-Remaining")).isEqualTo("1");
        assertThat(third.status()).isEqualTo(202);
        assertThat(over.status()).isEqualTo(429);
        assertThat(over.header("Content-Type")).startsWith("application/problem+json");
        assertThat(over.header("X-RateLimit-Remaining")).isEqualTo("0");
        assertThat(Long.parseLong(over.header("Retry-After"))).isBetween(1L, 20L);
        assertThat(Long.parseLong(over.header("X-RateLimit-Reset"))).isBetween(40L, 60L);
        assertThat(over.header("RateLimit"))
                .isEqualTo("\"ingestion\";r=0;t=" + over.header("Retry-After"));
    }

    @Test
    void oneTenantsBurstIsNotAnothers() {
        ApiClient greedy = tenant();
        IntStream.range(0, 10).forEach(_ -> greedy.post(ApiClient.INGEST, METRIC));

        assertThat(greedy.post(ApiClient.INGEST, METRIC).status()).isEqualTo(429);
        assertThat(tenant().post(ApiClient.INGEST, METRIC).status()).isEqualTo(202);
    }

    @Test
    void zeroIsNoLimitAndNeitherHealthNorMetricsAreLimited() {
        ApiClient tenant = tenant();

        for (int i = 0; i < 200; i++) {
            Answer answer = tenant.get(LIST);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers().map()).doesNotContainKey("x-ratelimit-limit");
        }
        assertThat(service.api().get("/health/live").status()).isEqualTo(200);
        assertThat(service.api().get("/metrics").status()).isEqualTo(200);
    }
}
