package com.ayvlo.metrics.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the product's documentation shows, as it stands there, on a fresh service. */
@OnEveryStack
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DocumentedCallsTest {
    private static final String SINGLE =
            """
            {"metric_name":"revenue","value":1250.50,"timestamp":"2025-01-15T10:30:00Z",
             "dimensions":{"region":"us-west","plan":"pro"},"metadata":{"source":"stripe"}}
            """;
    private static final String ANOTHER =
            """
            {"metric_name":"revenue","value":49.50,"timestamp":"2025-01-15T10:45:00Z",
             "dimensions":{"region":"us-west","plan":"free"}}
            """;
    private static final String OF_EUROPE =
            """
            {"metric_name":"revenue","value":7,"timestamp":"2025-01-15T11:00:00Z",
             "dimensions":{"region":"eu"}}
            """;
    private static final String RAW =
            """
            {"metric_name":"revenue","start_time":"2025-01-01T00:00:00Z","end_time":"2025-01-15T23:59:59Z",
             "dimensions":{"region":"us-west"},"aggregate":false}
            """;

    @RegisterExtension static final Services SERVICES = new Services();

    @TempDir static Path data;

    private static ApiClient api;

    @BeforeAll
    static void start() {
        api = SERVICES.start(data, "HOST", "").demo();
    }

    @Test
    @Order(1)
    void oneMetricIsSeenByTheNextQuery() {
        Answer accepted = api.post(ApiClient.INGEST, SINGLE);
        Answer found = api.post(ApiClient.QUERY, RAW);

        assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
        assertThat(accepted.json())
                .isEqualTo(Json.parse("{\"accepted\":1,\"rejected\":0,\"errors\":[]}"));
        assertThat(found.status()).as(found.body()).isEqualTo(200);
        assertThat(found.list("data")).hasSize(1);
        assertThat(found.at("data/0/timestamp")).isEqualTo("2025-01-15T10:30:00.000Z");
        assertThat(found.number("data/0/value")).isEqualTo(1250.5);
        assertThat(found.at("data/0/dimensions"))
                .isEqualTo(Map.of("region", "us-west", "plan", "pro"));
        assertThat(found.at("data/0/metadata")).isEqualTo(Map.of("source", "stripe"));
        assertThat(found.at("next_cursor")).isNull();
    }

    @Test
    @Order(2)
    void aBatchToo() {
        String batch = "{\"metrics\":[" + ANOTHER + "," + OF_EUROPE + "]}";

        Answer accepted = api.post(ApiClient.BATCH, batch);

        assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
        assertThat(accepted.number("accepted")).isEqualTo(2);
        assertThat(api.post(ApiClient.QUERY, RAW).list("data")).hasSize(2);
    }

    @Test
    @Order(3)
    void hasEightNumbersAnHour() {
        Answer answer = api.post(ApiClient.QUERY, RAW.replace("false", "true"));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.at("interval")).isEqualTo("1h");
        assertThat(answer.at("timezone")).isEqualTo("UTC");
        assertThat(answer.list("data")).hasSize(1);
        assertThat(answer.at("data/0/timestamp")).isEqualTo("2025-01-15T10:00:00.000Z");
        assertThat(answer.number("data/0/count")).isEqualTo(2);
        assertThat(answer.number("data/0/sum")).isEqualTo(1300);
        assertThat(answer.number("data/0/avg")).isEqualTo(650);
        assertThat(answer.number("data/0/min")).isEqualTo(49.5);
        assertThat(answer.number("data/0/max")).isEqualTo(1250.5);
        assertThat(answer.number("data/0/p50")).isEqualTo(650);
        assertThat(answer.number("data/0/p95")).isCloseTo(1190.45, within(1e-6));
        assertThat(answer.number("data/0/p99")).isCloseTo(1238.49, within(1e-6));
        assertThat(answer.at("basis/complete_until")).isNull();
        assertThat(answer.number("basis/rows")).isEqualTo(2);
    }

    @Test
    @Order(4)
    void listsWhatThereIs() {
        assertThat(api.get("/api/v1/metrics").list("data")).isEqualTo(List.of("revenue"));
        assertThat(api.get("/api/v1/metrics/dimensions?metric_name=revenue").list("data"))
                .isEqualTo(List.of("plan", "region"));
        assertThat(
                        api.get("/api/v1/metrics/dimensions/values?metric_name=revenue&key=region")
                                .list("data"))
                .isEqualTo(List.of("eu", "us-west"));
    }

    @Test
    @Order(5)
    void linesAndCompressedBodiesAreTakenToo() {
        String line = SINGLE.strip().replace("\n", " ").replace("revenue", "lines");
        byte[] lines = (line + "\n" + line + "\n").getBytes(StandardCharsets.UTF_8);
        ApiClient ndjson = api.with("Content-Type", "application/x-ndjson");

        Answer gzip =
                ndjson.with("Content-Encoding", "gzip")
                        .send("POST", ApiClient.BATCH, Compressed.gzip(lines));
        Answer zstd =
                ndjson.with("Content-Encoding", "zstd")
                        .send("POST", ApiClient.BATCH, Compressed.zstd(lines));
        Answer found = api.post(ApiClient.QUERY, RAW.replace("revenue", "lines"));

        assertThat(gzip.status()).as(gzip.body()).isEqualTo(202);
        assertThat(zstd.status()).as(zstd.body()).isEqualTo(202);
        assertThat(found.list("data")).hasSize(4);
        assertThat(ids(found)).hasSize(4);
    }

    private static Set<Object> ids(Answer found) {
        return Set.copyOf(
                found.list("data").stream()
                        .map(row -> ((Map<?, ?>) row).get("metric_id"))
                        .toList());
    }

    @Test
    @Order(6)
    void badOnesAreNamedAndGoodOnesKept() {
        String batch = "{\"metrics\":[" + OF_EUROPE + "," + OF_EUROPE.replace("7", "\"7\"") + "]}";
        String kept = batch.replace("revenue", "partly");
        String refused = batch.replace("revenue", "not_at_all");

        Answer partial = api.post(ApiClient.BATCH, kept);
        Answer atomic = api.post(ApiClient.BATCH + "?mode=atomic", refused);

        assertThat(partial.status()).isEqualTo(202);
        assertThat(partial.number("accepted")).isEqualTo(1);
        assertThat(partial.at("errors/0/index")).isEqualTo(BigDecimal.ONE);
        assertThat(partial.at("errors/0/pointer")).isEqualTo("/metrics/1/value");
        assertThat(atomic.status()).isEqualTo(422);
        assertThat(atomic.header("Content-Type")).startsWith("application/problem+json");
        assertThat(api.post(ApiClient.QUERY, everywhere("partly")).list("data")).hasSize(1);
        assertThat(api.post(ApiClient.QUERY, everywhere("not_at_all")).list("data")).isEmpty();
    }

    private static String everywhere(String name) {
        return RAW.replace("revenue", name).replace("\"region\":\"us-west\"", "");
    }

    @Test
    @Order(7)
    void waitsUntilStoredIfAsked() {
        Answer stored =
                api.post(ApiClient.INGEST + "?ack=stored", SINGLE.replace("revenue", "stored"));

        assertThat(stored.status()).as(stored.body()).isEqualTo(200);
        assertThat(api.get("/api/v1/metrics?prefix=stored").list("data")).hasSize(1);
    }
}
