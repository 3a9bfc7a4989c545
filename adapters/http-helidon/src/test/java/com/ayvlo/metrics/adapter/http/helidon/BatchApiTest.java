package com.ayvlo.metrics.adapter.http.helidon;

import static com.ayvlo.metrics.adapter.http.helidon.IngestApiTest.assertProblem;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.adapter.http.helidon.TestApi.Answer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;

class BatchApiTest {
    private static final String NDJSON = "application/x-ndjson";
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
    void keepsTheGoodOnesAndNamesTheBadOnes() {
        Answer answer = batch(good("mixed"), "{\"metric_name\":\"mixed\"}", good("mixed"), "7");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.at("accepted")).isEqualTo(2L);
        assertThat(answer.at("rejected")).isEqualTo(2L);
        assertThat(answer.at("errors.0.index")).isEqualTo(1L);
        assertThat(answer.at("errors.0.pointer")).isEqualTo("/metrics/1/value");
        assertThat(answer.at("errors.0.code")).isEqualTo("missing-field");
        assertThat(answer.at("errors.1.index")).isEqualTo(3L);
        assertThat(answer.at("errors.1.pointer")).isEqualTo("/metrics/3");
        assertThat(count("mixed")).isEqualTo(2);
    }

    @Test
    void goesOnBehindAMetricThatIsWrongInside() {
        Answer answer =
                batch(
                        "{\"x\":{\"y\":[1,{\"z\":\"}]\"}]},\"metric_name\":\"deep\",\"value\":1}",
                        "{\"metric_name\":\"deep\",\"value\":[[1],{}],\"dimensions\":[{\"a\":1}]}",
                        good("deep"));

        assertThat(answer.at("accepted")).isEqualTo(1L);
        assertThat(answer.at("errors.0.code")).isEqualTo("unknown-field");
        assertThat(answer.at("errors.1.code")).isEqualTo("invalid-type");
    }

    @Test
    void refusesABatchThatIsAllBad() {
        Answer answer = batch("{}", "{\"metric_name\":\"m\"}");

        assertProblem(answer, 422, "refused");
        assertThat((List<?>) answer.at("errors")).hasSize(2);
        assertThat(answer.at("errors.1.pointer")).isEqualTo("/metrics/1/value");
        assertThat(answer.at("errors.1.index")).isEqualTo(1L);
    }

    @Test
    void acceptsAnEmptyBatch() {
        Answer answer = batch();

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("{\"accepted\":0,\"rejected\":0,\"errors\":[]}");
        assertThat(lines("").body()).isEqualTo(answer.body());
        assertThat(lines("\n \r\n\n").body()).isEqualTo(answer.body());
    }

    @Test
    void keepsNothingOfAnAtomicBatchWithABadOne() {
        String body = "{\"metrics\":[" + good("atomic") + ",{}]}";

        assertProblem(api.post(TestApi.BATCH + "?mode=atomic", body), 422, "missing-field");
        assertThat(count("atomic")).isZero();
        assertThat(api.post(TestApi.BATCH + "?mode=partial", body).status()).isEqualTo(202);
        assertThat(count("atomic")).isEqualTo(1);
    }

    @Test
    void keepsNothingOfABatchThatEndsInASyntaxError() {
        String start = "{\"metrics\":[" + good("cut") + ',' + good("cut");

        assertProblem(api.post(TestApi.BATCH, start), 400, "invalid-json");
        assertProblem(api.post(TestApi.BATCH, start + "]} 1"), 400, "invalid-json");
        assertProblem(api.post(TestApi.BATCH, start + ",NaN]}"), 400, "invalid-json");
        assertThat(count("cut")).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|missing-field|/metrics",
                "[]|invalid-type|``",
                "{\"metrics\":{}}|invalid-type|/metrics",
                "{\"metrics\":null}|invalid-type|/metrics",
                "{\"metrics\":[],\"metrics\":[]}|duplicate-field|/metrics",
                "{\"metrics\":[],\"mode\":\"atomic\"}|unknown-field|/mode",
                "{\"metric\":[]}|unknown-field|/metric"
            })
    void refusesADocumentThatIsNoBatch(String body, String code, String pointer) {
        Answer answer = api.post(TestApi.BATCH, body);

        assertProblem(answer, 422, code);
        assertThat(answer.at("errors.0.pointer")).isEqualTo(pointer == null ? "" : pointer);
    }

    @Test
    void refusesMoreMetricsThanABatchMayHave() {
        String[] metrics = Collections.nCopies(101, good("many")).toArray(String[]::new);

        assertProblem(batch(metrics), 422, "batch-too-large");
        assertProblem(lines(String.join("\n", metrics)), 422, "batch-too-large");
        assertThat(count("many")).isZero();
    }

    @Test
    void readsLinesAndCountsOnlyThoseThatAreNotEmpty() {
        Answer answer =
                lines(
                        "\n"
                                + good("lines")
                                + "\r\n\n  \n{\"metric_name\":\"lines\"}\n"
                                + "{not json}\n"
                                + good("lines")
                                + good("lines")
                                + "\n[]\n"
                                + good("lines"));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.at("accepted")).isEqualTo(2L);
        assertThat(answer.at("rejected")).isEqualTo(4L);
        assertThat(answer.at("errors.0.index")).isEqualTo(1L);
        assertThat(answer.at("errors.0.pointer")).isEqualTo("/value");
        assertThat(answer.at("errors.1.index")).isEqualTo(2L);
        assertThat(answer.at("errors.1.code")).isEqualTo("invalid-json");
        assertThat(answer.at("errors.2.code")).isEqualTo("invalid-json");
        assertThat(answer.at("errors.3.code")).isEqualTo("invalid-type");
        assertThat(count("lines")).isEqualTo(2);
    }

    @Test
    void readsLinesLongerThanItsBuffer() {
        String padding = " ".repeat(100_000);
        Answer answer = lines(good("wide") + padding + '\n' + padding + good("wide"));

        assertThat(answer.at("accepted")).isEqualTo(2L);
    }

    @Test
    void rejectsALineThatIsNotUtf8() {
        byte[] body =
                (good("bytes") + "\n{\"a\":\"?\"}\n" + good("bytes"))
                        .getBytes(StandardCharsets.UTF_8);
        body[good("bytes").length() + 7] = (byte) 0xff;

        Answer answer = api.post(TestApi.BATCH, body, "Content-Type", NDJSON);

        assertThat(answer.at("accepted")).isEqualTo(2L);
        assertThat(answer.at("errors.0.code")).isEqualTo("invalid-json");
    }

    @Test
    void keepsNothingOfAtomicLinesWithABadOne() {
        Answer answer =
                api.post(
                        TestApi.BATCH + "?mode=atomic",
                        good("atomic-lines") + "\nx",
                        "Content-Type",
                        NDJSON);

        assertProblem(answer, 422, "invalid-json");
        assertThat(count("atomic-lines")).isZero();
    }

    private static Answer batch(String... metrics) {
        return api.post(TestApi.BATCH, "{\"metrics\":[" + String.join(",", metrics) + "]}");
    }

    private static Answer lines(String body) {
        return api.post(TestApi.BATCH, body, "Content-Type", NDJSON);
    }

    private static String good(String name) {
        return "{\"metric_name\":\"" + name + "\",\"value\":1}";
    }

    private static int count(String name) {
        Answer answer =
                api.post(
                        TestApi.QUERY,
                        "{\"metric_name\":\"%s\",\"start_time\":\"2025-01-01T00:00:00Z\",\"end_time\":\"2025-02-01T00:00:00Z\",\"aggregate\":false}"
                                .formatted(name));
        return ((List<?>) answer.at("data")).size();
    }
}
