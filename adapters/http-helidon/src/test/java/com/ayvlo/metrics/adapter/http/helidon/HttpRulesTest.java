package com.ayvlo.metrics.adapter.http.helidon;

import static com.ayvlo.metrics.adapter.http.helidon.IngestApiTest.assertProblem;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.adapter.http.helidon.TestApi.Answer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** What HTTP itself asks for, also where the framework answers. */
class HttpRulesTest {
    private static final String HOST = " HTTP/1.1\r\nHost: a\r\n";
    private static TestApi api;

    @BeforeAll
    static void start() {
        api = TestApi.started();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api", "/api/v1", "/api/v1/metrics/", "/api/v1/metrics/query/x"})
    void answers404ToWhatIsNotThere(String path) {
        assertProblem(api.get(path), 404, "not-found");
        assertProblem(api.post(path, "{}"), 404, "not-found");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/metrics/ingest, 'POST, OPTIONS'",
        "PUT, /api/v1/metrics/ingest/batch, 'POST, OPTIONS'",
        "HEAD, /api/v1/metrics/query, 'POST, OPTIONS'",
        "DELETE, /api/v1/metrics, 'GET, HEAD, OPTIONS'",
        "POST, /api/v1/metrics/dimensions, 'GET, HEAD, OPTIONS'",
        "PUT, /api/v1/tenants, 'GET, HEAD, POST, OPTIONS'",
        "DELETE, /api/v1/tenants/x, 'GET, HEAD, PATCH, OPTIONS'",
        "BREW, /api/v1/metrics, 'GET, HEAD, OPTIONS'"
    })
    void answers405WithTheMethodsOfThePath(String method, String path, String allowed) {
        Answer answer = api.send(method, path, null);

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo(allowed);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        Answer options = api.send("OPTIONS", path, null);
        assertThat(options.status()).isEqualTo(204);
        assertThat(options.header("Allow")).isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/metrics", "/api/v1/metrics/dimensions?metric_name=m"})
    void answersHeadLikeGetWithoutTheBody(String path) {
        String tenant = "X-Tenant-ID: " + TestApi.TENANT + "\r\nConnection: close\r\n\r\n";
        String get = api.raw("GET " + path + HOST + tenant);
        String head = api.raw("HEAD " + path + HOST + tenant);

        assertThat(head).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n");
        assertThat(contentHeaders(head)).hasSize(2).isEqualTo(contentHeaders(get));
    }

    private static List<String> contentHeaders(String answer) {
        return answer.lines().filter(line -> line.startsWith("Content-")).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n\r\n",
                "GET /\r\n\r\n",
                "nonsense\r\n\r\n",
                "\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nBad\u0001Name: x\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked"
                        + "\r\n\r\nabc"
            })
    void answers400ToWhatIsNoHttp(String request) {
        String answer = api.raw(request);

        assertThat(answer)
                .startsWith("HTTP/1.1 400 ")
                .contains("Content-Type: application/problem+json")
                .contains("\"code\":\"malformed-request\"");
    }

    @Test
    void boundsHeadersAndTheRequestLine() {
        assertThat(api.raw("GET /" + HOST + "X: " + "x".repeat(20_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ")
                .contains("\"code\":\"headers-too-large\"");
        assertThat(api.raw("GET /" + "x".repeat(20_000) + HOST + "\r\n"))
                .startsWith("HTTP/1.1 414 ")
                .contains("\"code\":\"uri-too-long\"");
    }

    @Test
    void leavesOldVersionsAndUnknownCodingsToHttp() {
        assertThat(api.raw("GET / HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 505 ");
        assertThat(api.raw("POST /" + HOST + "Transfer-Encoding: gzip, chunked\r\n\r\n"))
                .startsWith("HTTP/1.1 501 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1\r\n", "x\r\n", "\r\n", "ffffffffffffffff\r\n", "1\r\naXX"})
    void answersOrClosesOnABrokenChunk(String chunk) {
        String answer =
                api.raw(
                        "POST /api/v1/metrics/ingest"
                                + HOST
                                + "X-Tenant-ID: "
                                + TestApi.TENANT
                                + "\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + chunk
                                + "0\r\n\r\n");

        assertThat(answer).matches("(?s)|HTTP/1.1 (400|413) .*application/problem\\+json.*");
    }

    @Test
    void closesWhenTheClientAsks() {
        // raw() reads until the server closes, and fails if it does not.
        assertThat(api.raw("GET /health" + HOST + "Connection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(api.raw("GET /none" + HOST + "Connection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404 ");
        assertThat(api.raw("POST /api/v1/metrics/ingest" + HOST + "Connection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 401 ");
    }

    @Test
    void asksForABodyOnlyIfItWillReadIt() {
        String head = "POST /api/v1/metrics/ingest" + HOST + "Expect: 100-continue\r\n";
        String refused = api.raw(head + "Connection: close\r\nContent-Length: 100\r\n\r\n");

        assertThat(refused).startsWith("HTTP/1.1 401 ").doesNotContain("100 Continue");
    }

    @Test
    void keepsObservationOutsideOfTenantsAndLimits() {
        try (TestApi limited = new TestApi.Setup().limit(1, new FixedRateLimiter()).start()) {
            for (String path : new String[] {"/health", "/health/live", "/health/ready"}) {
                Answer answer = limited.send("GET", path, null);
                assertThat(answer.status()).as(path).isEqualTo(200);
                assertThat(answer.header("RateLimit")).isEmpty();
            }
            assertThat(limited.send("GET", "/metrics", null).status()).isEqualTo(200);
            assertThat(limited.get("/api/v1/metrics").status()).isEqualTo(200);
            assertThat(limited.get("/api/v1/metrics").status()).isEqualTo(429);
            assertThat(limited.send("GET", "/health", null).status()).isEqualTo(200);
        }
    }
}
