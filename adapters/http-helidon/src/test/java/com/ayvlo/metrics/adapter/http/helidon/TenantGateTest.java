package com.ayvlo.metrics.adapter.http.helidon;

import static com.ayvlo.metrics.adapter.http.helidon.IngestApiTest.assertProblem;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.adapter.http.helidon.TestApi.Answer;
import com.ayvlo.metrics.application.tenant.AuthMode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

class TenantGateTest {
    private static final byte[] METRIC =
            "{\"metric_name\":\"m\",\"value\":1}".getBytes(StandardCharsets.UTF_8);
    private static final String ID = "X-Tenant-ID";
    private static final String AUTHORIZATION = "Authorization";
    private static final String KEY = "Bearer " + TestApi.KEY.reveal();

    @ParameterizedTest
    @EnumSource(AuthMode.class)
    void asksForATenant(AuthMode mode) {
        try (TestApi api = new TestApi.Setup().mode(mode).start()) {
            Answer missing = send(api);
            Answer wrong = send(api, AUTHORIZATION, "Bearer wrong");
            Answer empty = send(api, AUTHORIZATION, "Bearer");

            assertProblem(missing, 401, "unauthorized");
            assertThat(missing.header("WWW-Authenticate")).isEqualTo("Bearer");
            assertProblem(wrong, 401, "unauthorized");
            assertThat(wrong.header("WWW-Authenticate")).isEqualTo("Bearer");
            assertProblem(empty, 401, "unauthorized");
            assertProblem(send(api, AUTHORIZATION, "Basic YTpi"), 401, "unauthorized");
        }
    }

    @ParameterizedTest
    @EnumSource(AuthMode.class)
    void takesTheTenantsKey(AuthMode mode) {
        try (TestApi api = new TestApi.Setup().mode(mode).start()) {
            assertThat(send(api, AUTHORIZATION, KEY).status()).isEqualTo(202);
            assertThat(send(api, AUTHORIZATION, "bEARER   tenant-key ").status()).isEqualTo(202);
            assertThat(send(api, AUTHORIZATION, KEY, ID, TestApi.TENANT.toString()).status())
                    .isEqualTo(202);
            assertProblem(
                    send(api, AUTHORIZATION, "Bearer " + TestApi.SUSPENDED_KEY.reveal()),
                    403,
                    "forbidden");
        }
    }

    @Test
    void trustsTheHeaderOnlyIfToldTo() {
        try (TestApi api = new TestApi.Setup().mode(AuthMode.API_KEY).start()) {
            assertProblem(send(api, ID, TestApi.TENANT.toString()), 401, "unauthorized");
            assertProblem(
                    send(api, AUTHORIZATION, KEY, ID, TestApi.SUSPENDED.toString()),
                    403,
                    "forbidden");
        }
        try (TestApi api = new TestApi.Setup().mode(AuthMode.TRUSTED_HEADER).start()) {
            assertThat(send(api, ID, TestApi.TENANT.toString()).status()).isEqualTo(202);
            assertProblem(send(api, ID, TestApi.SUSPENDED.toString()), 403, "forbidden");
            assertProblem(send(api, ID, "00000000-0000-4000-8000-00000000ffff"), 403, "forbidden");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "1-1-1-1-1",
                "00000000-0000-4000-8000-000000000001x",
                "00000000-0000-4000-8000-000000000001,00000000-0000-4000-8000-000000000001",
                "' OR 1=1 --"
            })
    void answers400ToAMalformedId(String id) {
        try (TestApi api = TestApi.started()) {
            assertProblem(send(api, ID, id), 400, "invalid-tenant-id");
        }
    }

    @Test
    void answers400ToDifferentValuesOfOneHeader() {
        try (TestApi api = TestApi.started()) {
            String tenant = TestApi.TENANT.toString();
            assertProblem(
                    send(api, ID, tenant, ID, TestApi.SUSPENDED.toString()),
                    400,
                    "ambiguous-header");
            assertProblem(
                    send(api, AUTHORIZATION, KEY, AUTHORIZATION, "Bearer other"),
                    400,
                    "ambiguous-header");
            assertThat(send(api, ID, tenant, ID, tenant).status()).isEqualTo(202);
        }
    }

    @Test
    void limitsRequestsAndSaysSo() {
        try (TestApi api = new TestApi.Setup().limit(2, new FixedRateLimiter()).start()) {
            String tenant = TestApi.TENANT.toString();
            Answer first = send(api, ID, tenant);
            assertThat(first.status()).isEqualTo(202);
            assertThat(first.header("RateLimit-Policy")).isEqualTo("\"ingestion\";q=2;w=60");
            assertThat(first.header("RateLimit")).isEqualTo("\"ingestion\";r=1;t=60");
            assertThat(first.header("X-RateLimit-Limit")).isEqualTo("2");
            assertThat(first.header("X-RateLimit-Remaining")).isEqualTo("1");
            assertThat(first.header("X-RateLimit-Reset")).isEqualTo("60");
            assertThat(first.header("Retry-After")).isEmpty();

            Answer refusedForItsContent = api.send("POST", TestApi.INGEST, new byte[0], ID, tenant);
            assertProblem(refusedForItsContent, 400, "invalid-json");
            assertThat(refusedForItsContent.header("X-RateLimit-Remaining")).isEqualTo("0");

            Answer over = send(api, ID, tenant);
            assertProblem(over, 429, "rate-limited");
            assertThat(over.header("Retry-After")).isEqualTo("1");
            assertThat(over.header("RateLimit")).isEqualTo("\"ingestion\";r=0;t=1");
            assertThat(over.header("X-RateLimit-Remaining")).isEqualTo("0");
        }
    }

    @Test
    void leavesOutLimitsThatAreNone() {
        try (TestApi api = TestApi.started()) {
            Answer answer = send(api, ID, TestApi.TENANT.toString());

            assertThat(answer.header("RateLimit")).isEmpty();
            assertThat(answer.header("X-RateLimit-Limit")).isEmpty();
        }
    }

    @Test
    void letsTheFirstCheckThatFailsDecide() {
        try (TestApi api = new TestApi.Setup().limit(1, new FixedRateLimiter()).start()) {
            String tenant = TestApi.TENANT.toString();
            byte[] broken = "{".getBytes(StandardCharsets.UTF_8);
            // Headers, then the tenant, then its limit, then the content.
            assertThat(api.send("POST", TestApi.INGEST, broken, "Content-Type", "a/b").status())
                    .isEqualTo(415);
            assertThat(api.send("POST", TestApi.INGEST, broken).status()).isEqualTo(401);
            assertThat(api.send("POST", TestApi.INGEST, broken, ID, tenant).status())
                    .isEqualTo(400);
            assertThat(api.send("POST", TestApi.INGEST, broken, ID, tenant).status())
                    .isEqualTo(429);
        }
    }

    private static Answer send(TestApi api, String... headers) {
        return api.send("POST", TestApi.INGEST, METRIC, headers);
    }
}
