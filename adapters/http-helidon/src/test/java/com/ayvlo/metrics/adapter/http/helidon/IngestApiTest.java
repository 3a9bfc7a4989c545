package com.ayvlo.metrics.adapter.http.helidon;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.adapter.http.helidon.TestApi.Answer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class IngestApiTest {
    private static TestApi api;

    @BeforeAll
    static void start() {
        api = TestApi.started();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void takesTheDocumentedMetric() {
        Answer answer =
                api.post(
                        TestApi.INGEST,
                        """
                        {"metric_name":"documented","value":1250.50,
                         "timestamp":"2025-01-15T10:30:00Z",
                         "dimensions":{"region":"us-west","plan":"pro"},
                         "metadata":{"source":"stripe"}}\
                        """,
                        "Content-Type",
                        "application/json");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("{\"accepted\":1,\"rejected\":0,\"errors\":[]}");
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        Answer found = raw("documented");
        assertThat(found.at("data.0.value")).isEqualTo(1250.5);
        assertThat(found.at("data.0.timestamp")).isEqualTo("2025-01-15T10:30:00.000Z");
        assertThat(found.at("data.0.dimensions"))
                .isEqualTo(Map.of("region", "us-west", "plan", "pro"));
        assertThat(found.at("data.0.metadata")).isEqualTo(Map.of("source", "stripe"));
    }

    @Test
    void takesFieldsInAnyOrderAndLeavesOutWhatIsOptional() {
        assertThat(api.post(TestApi.INGEST, "{\"value\":-0.0,\"metric_name\":\"short\"}").status())
                .isEqualTo(202);
        Answer found = raw("short");
        assertThat(found.at("data.0.value")).isEqualTo(0L);
        assertThat(found.at("data.0.timestamp")).isEqualTo("2025-01-15T12:00:00.000Z");
        assertThat(found.at("data.0.dimensions")).isEqualTo(Map.of());
        assertThat(found.at("data.0.metadata")).isEqualTo(Map.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "Application/JSON; charset=UTF-8"})
    void readsTheseContentTypesAsJson(String type) {
        assertThat(api.post(TestApi.INGEST, metric("typed", "1"), "Content-Type", type).status())
                .isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "application/x-ndjson",
                "application/json; charset=iso-8859-1",
                "multipart/form-data; boundary=x"
            })
    void refusesOtherContentTypes(String type) {
        Answer answer = api.post(TestApi.INGEST, metric("typed", "1"), "Content-Type", type);

        assertProblem(answer, 415, "unsupported-media-type");
        assertThat(answer.header("Accept-Post")).isEqualTo("application/json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"value\":1}|missing-field|/metric_name",
                "{\"metric_name\":\"m\"}|missing-field|/value",
                "{\"metric_name\":\"m\",\"value\":\"1\"}|invalid-type|/value",
                "{\"metric_name\":\"m\",\"value\":null}|invalid-type|/value",
                "{\"metric_name\":\"m\",\"value\":{\"a\":[1]}}|invalid-type|/value",
                "{\"metric_name\":\"m\",\"value\":1e999}|invalid-value|/value",
                "{\"metric_name\":7,\"value\":1}|invalid-type|/metric_name",
                "{\"metric_name\":\"\",\"value\":1}|invalid-metric-name|/metric_name",
                "{\"metric_name\":\"a b\",\"value\":1}|invalid-metric-name|/metric_name",
                "{\"metric_name\":\"m\",\"value\":1,\"timestamp\":null}|invalid-type|/timestamp",
                "{\"metric_name\":\"m\",\"value\":1,\"timestamp\":1}|invalid-type|/timestamp",
                "{\"metric_name\":\"m\",\"value\":1,\"timestamp\":\"x\"}|invalid-timestamp|/timestamp",
                "{\"metric_name\":\"m\",\"value\":1,\"timestamp\":\"1969-12-31T23:59:59Z\"}"
                        + "|timestamp-out-of-range|/timestamp",
                "{\"metric_name\":\"m\",\"value\":1,\"timestamp\":\"2025-01-16T12:00:01Z\"}"
                        + "|timestamp-out-of-range|/timestamp",
                "{\"metric_name\":\"m\",\"value\":1,\"value\":1}|duplicate-field|/value",
                "{\"metric_name\":\"m\",\"value\":1,\"dimension\":{\"a\":[{}]}}"
                        + "|unknown-field|/dimension",
                "{\"metric_name\":\"m\",\"value\":1,\"dimensions\":[]}|invalid-type|/dimensions",
                "{\"metric_name\":\"m\",\"value\":1,\"dimensions\":null}|invalid-type|/dimensions",
                "{\"metric_name\":\"m\",\"value\":1,\"dimensions\":{\"a\":null}}"
                        + "|invalid-type|/dimensions/a",
                "{\"metric_name\":\"m\",\"value\":1,\"dimensions\":{\"a\":1}}"
                        + "|invalid-type|/dimensions/a",
                "{\"metric_name\":\"m\",\"value\":1,\"dimensions\":{\"a\":{\"b\":\"c\"}}}"
                        + "|invalid-type|/dimensions/a",
                "{\"metric_name\":\"m\",\"value\":1,\"dimensions\":{\"a\":\"\"}}"
                        + "|invalid-dimension-value|/dimensions/a",
                "{\"metric_name\":\"m\",\"value\":1,\"dimensions\":{\"a\":\"\\u0000\"}}"
                        + "|invalid-dimension-value|/dimensions/a",
                "{\"metric_name\":\"m\",\"value\":1,\"dimensions\":{\"a\":\"\\ud800\"}}"
                        + "|invalid-dimension-value|/dimensions/a",
                "{\"metric_name\":\"m\",\"value\":1,\"dimensions\":{\"a/b\":\"x\",\"~\":\"x\"}}"
                        + "|invalid-dimension-key|/dimensions/~0",
                "{\"metric_name\":\"m\",\"value\":1,\"dimensions\":{\"a\":\"x\",\"a\":\"x\"}}"
                        + "|duplicate-field|/dimensions/a",
                "{\"metric_name\":\"m\",\"value\":1,\"metadata\":\"x\"}|invalid-type|/metadata",
                "{\"metric_name\":\"m\",\"value\":1,\"metadata\":{\"a\":1}}"
                        + "|invalid-type|/metadata/a",
                "{\"metric_name\":\"m\",\"value\":1,\"metadata\":{\"a\":\"x\",\"a\":\"y\"}}"
                        + "|duplicate-field|/metadata/a",
                "{\"metric_name\":\"m\",\"value\":1,\"metadata\":{\"a\":\"\\udc00\"}}"
                        + "|invalid-metadata|/metadata",
                "[]|invalid-type|``",
                "\"text\"|invalid-type|``",
                "null|invalid-type|``"
            })
    void refusesAMetricThatBreaksARule(String body, String code, String pointer) {
        Answer answer = api.post(TestApi.INGEST, body);

        assertProblem(answer, 422, code);
        assertThat(answer.at("errors.0.code")).isEqualTo(code);
        assertThat(answer.at("errors.0.pointer")).isEqualTo(pointer == null ? "" : pointer);
        assertThat(((Map<?, ?>) answer.at("errors.0")).containsKey("index")).isFalse();
    }

    @Test
    void refusesWhatIsTooLongAndSaysTheLimit() {
        assertThat(api.post(TestApi.INGEST, metric("n".repeat(201), "1")).body())
                .contains("invalid-metric-name", "200", "…")
                .doesNotContain("n".repeat(65));
        assertThat(api.post(TestApi.INGEST, withDimension("k", "v".repeat(1025))).body())
                .contains("invalid-dimension-value", "1024");
        assertThat(api.post(TestApi.INGEST, withDimension("k", "v".repeat(2_000_000))).body())
                .contains("invalid-dimension-value", "1024");
        assertThat(api.post(TestApi.INGEST, withDimension("k".repeat(101), "v")).body())
                .contains("invalid-dimension-key", "100");
        assertThat(
                        api.post(
                                        TestApi.INGEST,
                                        "{\"metric_name\":\"m\",\"value\":1,\"metadata\":{\"a\":\""
                                                + "x".repeat(4096)
                                                + "\"}}")
                                .body())
                .contains("metadata-too-large", "4096");
        String dimensions =
                IntStream.range(0, 33)
                        .mapToObj(i -> "\"k" + i + "\":\"v\"")
                        .collect(Collectors.joining(","));
        assertThat(
                        api.post(
                                        TestApi.INGEST,
                                        "{\"metric_name\":\"m\",\"value\":1,\"dimensions\":{"
                                                + dimensions
                                                + "}}")
                                .body())
                .contains("too-many-dimensions", "32", "33");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"metric_name\":\"m\",\"value\":1}}",
                "{\"metric_name\":\"m\",\"value\":1} x",
                "{\"metric_name\":\"m\",\"value\":1}{\"metric_name\":\"m\",\"value\":1}",
                "{\"metric_name\":\"m\",\"value\":NaN}",
                "{\"metric_name\":\"m\",\"value\":-Infinity}",
                "{\"metric_name\":\"m\",\"value\":01}",
                "{\"metric_name\":\"m\",\"value\":.5}",
                "{\"metric_name\":\"m\",\"value\":+1}",
                "{\"metric_name\":\"m\",\"value\":1,}",
                "{'metric_name':\"m\",\"value\":1}",
                "{\"metric_name\":\"m\",\"value\":1 /* one */}",
                "{\"metric_name\":\"a\tb\",\"value\":1}",
                "{\"metric_name\":\"m\\x\",\"value\":1}",
                "{\"unknown\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}"
            })
    void answers400ToWhatIsNoJson(String body) {
        assertProblem(api.post(TestApi.INGEST, body), 400, "invalid-json");
        assertProblem(api.post(TestApi.BATCH, body), 400, "invalid-json");
    }

    @Test
    void neverShowsTheParsersMessages() {
        assertThat(api.post(TestApi.INGEST, "{\"metric_name\":secret}").body())
                .contains("line 1, column")
                .doesNotContain("secret", "jackson", "Source", "token");
    }

    @Test
    void answers400ToWhatIsNotUtf8() {
        String metric = metric("encoded", "1");
        byte[] latin =
                "{\"metric_name\":\"m\",\"value\":1,\"metadata\":{\"a\":\"ä\"}}"
                        .getBytes(StandardCharsets.ISO_8859_1);
        byte[] cutOff = "{\"a\":\"ä".getBytes(StandardCharsets.UTF_8);
        for (byte[] body :
                List.of(
                        metric.getBytes(StandardCharsets.UTF_16),
                        metric.getBytes(StandardCharsets.UTF_16LE),
                        metric.getBytes(StandardCharsets.UTF_32),
                        ("\ufeff" + metric).getBytes(StandardCharsets.UTF_8),
                        latin,
                        Arrays.copyOf(cutOff, cutOff.length - 1))) {
            assertProblem(api.post(TestApi.INGEST, body), 400, "invalid-json");
        }
    }

    @Test
    void answersOtherwiseOnceTheMetricIsStored() {
        Answer durable = api.post(TestApi.INGEST + "?ack=durable", metric("acknowledged", "1"));
        Answer stored = api.post(TestApi.INGEST + "?ack=stored", metric("acknowledged", "1"));

        assertThat(durable.status()).isEqualTo(202);
        assertThat(stored.status()).isEqualTo(200);
        assertThat(stored.body()).isEqualTo(durable.body());
    }

    @Test
    void refusesParametersThatItDoesNotKnow() {
        assertProblem(
                api.post(TestApi.INGEST + "?ack=sometime", metric("later", "1")),
                422,
                "invalid-field");
        assertProblem(
                api.post(TestApi.INGEST + "?mod=atomic", metric("later", "1")),
                422,
                "unknown-field");
        assertProblem(
                api.post(TestApi.INGEST + "?mode=maybe", metric("later", "1")),
                422,
                "invalid-field");
        assertProblem(
                api.post(TestApi.INGEST + "?mode=atomic&mode=partial", metric("later", "1")),
                422,
                "duplicate-field");
        assertThat(raw("later").at("data")).isEqualTo(List.of());
    }

    private static Answer raw(String name) {
        return api.post(
                TestApi.QUERY,
                "{\"metric_name\":\"%s\",\"start_time\":\"2025-01-01T00:00:00Z\",\"end_time\":\"2025-02-01T00:00:00Z\",\"aggregate\":false}"
                        .formatted(name));
    }

    private static String metric(String name, String value) {
        return "{\"metric_name\":\"%s\",\"value\":%s}".formatted(name, value);
    }

    private static String withDimension(String key, String value) {
        return "{\"metric_name\":\"m\",\"value\":1,\"dimensions\":{\"%s\":\"%s\"}}"
                .formatted(key, value);
    }

    static void assertProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.at("status")).isEqualTo((long) status);
        assertThat(answer.at("code")).as(answer.body()).isEqualTo(code);
        assertThat(answer.at("type")).isEqualTo("/docs/problems#" + code);
        assertThat((String) answer.at("title")).isNotEmpty();
        assertThat((String) answer.at("detail")).isNotEmpty();
    }
}
