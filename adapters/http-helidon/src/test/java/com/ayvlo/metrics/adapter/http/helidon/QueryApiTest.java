package com.ayvlo.metrics.adapter.http.helidon;

import static com.ayvlo.metrics.adapter.http.helidon.IngestApiTest.assertProblem;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.adapter.http.helidon.TestApi.Answer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

class QueryApiTest {
    private static final String RANGE =
            "\"start_time\":\"2025-01-01T00:00:00Z\",\"end_time\":\"2025-02-01T00:00:00Z\"";
    private static TestApi api;

    @BeforeAll
    static void start() {
        api = TestApi.started();
        ingest("sales", "2025-01-15T10:30:00Z", "1.5", "\"region\":\"eu\"");
        ingest("sales", "2025-01-15T10:40:00Z", "2.5", "\"region\":\"us\",\"plan\":\"pro\"");
        ingest("sales", "2025-01-15T11:00:00Z", "4", "");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void answersWithMetricsInTheirOrder() {
        Answer answer = query("\"metric_name\":\"sales\",\"aggregate\":false");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(((Map<?, ?>) answer.json()).keySet().toArray())
                .containsExactly("metric_name", "data", "next_cursor");
        assertThat(answer.at("next_cursor")).isNull();
        assertThat(answer.at("data.0.value")).isEqualTo(1.5);
        assertThat(answer.at("data.1.value")).isEqualTo(2.5);
        assertThat(answer.at("data.2.value")).isEqualTo(4L);
        assertThat(((Map<?, ?>) answer.at("data.0")).keySet().toArray())
                .containsExactly("metric_id", "timestamp", "value", "dimensions", "metadata");
        assertThat((String) answer.at("data.0.metric_id"))
                .matches("[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    }

    @Test
    void filtersByDimensions() {
        Answer answer = query("\"metric_name\":\"sales\",\"dimensions\":{\"region\":\"us\"}");

        assertThat((List<?>) answer.at("data")).hasSize(1);
        assertThat(answer.at("data.0.value")).isEqualTo(2.5);
    }

    @Test
    void answersAnUnknownNameWithNothing() {
        assertThat(query("\"metric_name\":\"nobody\"").body())
                .isEqualTo("{\"metric_name\":\"nobody\",\"data\":[],\"next_cursor\":null}");
        assertThat(query("\"metric_name\":\"nobody\",\"aggregate\":true").at("data"))
                .isEqualTo(List.of());
    }

    @Test
    void givesEveryMetricOnceOverItsPages() {
        for (int i = 0; i < 7; i++) {
            ingest("paged", "2025-01-10T00:00:00Z", "1", "\"region\":\"eu\"");
            ingest("paged", "2025-01-10T00:00:00Z", String.valueOf(i), "");
        }
        Set<Object> ids = new HashSet<>();
        List<Object> sizes = new ArrayList<>();
        Object cursor = null;
        do {
            String page = cursor == null ? "" : ",\"cursor\":\"" + cursor + '"';
            Answer answer = query("\"metric_name\":\"paged\",\"limit\":4" + page);
            List<?> rows = (List<?>) answer.at("data");
            sizes.add(rows.size());
            rows.forEach(row -> ids.add(((Map<?, ?>) row).get("metric_id")));
            cursor = answer.at("next_cursor");
        } while (cursor != null);

        assertThat(ids).hasSize(14);
        assertThat(sizes).containsExactly(4, 4, 4, 2);
    }

    @Test
    void answersWithTheEightNumbersPerHour() {
        Answer answer = query("\"metric_name\":\"sales\",\"aggregate\":true");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.at("interval")).isEqualTo("1h");
        assertThat(answer.at("timezone")).isEqualTo("UTC");
        assertThat(((Map<?, ?>) answer.at("data.0")).keySet().toArray())
                .containsExactly(
                        "timestamp", "count", "sum", "avg", "min", "max", "p50", "p95", "p99");
        assertThat(answer.at("data.0.timestamp")).isEqualTo("2025-01-15T10:00:00.000Z");
        assertThat(answer.at("data.0.count")).isEqualTo(2L);
        assertThat(answer.at("data.0.sum")).isEqualTo(4L);
        assertThat(answer.at("data.0.p95")).isEqualTo(2.45);
        assertThat(answer.at("data.1.timestamp")).isEqualTo("2025-01-15T11:00:00.000Z");
        assertThat(answer.body())
                .endsWith(
                        "\"basis\":{\"source\":\"raw\",\"rows\":3,\"complete_until\":null,"
                                + "\"scope\":\"node\"}}");
    }

    @Test
    void groupsAndLeavesWhatASeriesDoesNotHaveNull() {
        Answer answer =
                query(
                        "\"metric_name\":\"sales\",\"aggregate\":true,\"interval\":\"1d\","
                                + "\"timezone\":\"Asia/Kathmandu\",\"group_by\":[\"region\"],"
                                + "\"aggregations\":[\"p99.9\",\"count\"]");

        assertThat(answer.at("timezone")).isEqualTo("Asia/Kathmandu");
        assertThat(answer.at("data.0.timestamp")).isEqualTo("2025-01-14T18:15:00.000Z");
        assertThat(((Map<?, ?>) answer.at("data.0")).keySet().toArray())
                .containsExactly("timestamp", "p99.9", "count", "dimensions");
        assertThat(answer.body()).contains("{\"region\":null}", "{\"region\":\"eu\"}");
        assertThat((List<?>) answer.at("data")).hasSize(3);
    }

    @Test
    void writesNullForANumberThatJsonHasNot() {
        ingest("huge", "2025-01-15T10:30:00Z", "1.7e308", "");
        ingest("huge", "2025-01-15T10:31:00Z", "1.7e308", "");

        Answer answer = query("\"metric_name\":\"huge\",\"aggregate\":true");

        assertThat(answer.at("data.0.sum")).isNull();
        assertThat(answer.body()).contains("\"max\":1.7E308");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"metric_name\":\"m\",\"agregate\":true|unknown-field|/agregate",
                "\"metric_name\":\"m\",\"aggregate\":\"true\"|invalid-type|/aggregate",
                "\"metric_name\":\"m\",\"aggregate\":null|invalid-type|/aggregate",
                "\"metric_name\":\"m\",\"metric_name\":\"m\"|duplicate-field|/metric_name",
                "\"aggregate\":true|missing-field|/metric_name",
                "\"metric_name\":\"a b\"|invalid-metric-name|/metric_name",
                "\"metric_name\":\"m\",\"dimensions\":{\"a\":1}|invalid-type|/dimensions/a",
                "\"metric_name\":\"m\",\"dimensions\":{\"a b\":\"c\"}"
                        + "|invalid-dimension-key|/dimensions/a b",
                "\"metric_name\":\"m\",\"dimensions\":{\"a\":\"\"}"
                        + "|invalid-dimension-value|/dimensions/a",
                "\"metric_name\":\"m\",\"dimensions\":{\"a\":\"b\",\"a\":\"b\"}"
                        + "|duplicate-field|/dimensions/a",
                "\"metric_name\":\"m\",\"limit\":0|invalid-limit|/limit",
                "\"metric_name\":\"m\",\"limit\":10001|invalid-limit|/limit",
                "\"metric_name\":\"m\",\"limit\":99999999999999999999|invalid-limit|/limit",
                "\"metric_name\":\"m\",\"limit\":1.5|invalid-type|/limit",
                "\"metric_name\":\"m\",\"limit\":\"5\"|invalid-type|/limit",
                "\"metric_name\":\"m\",\"cursor\":\"AAAA\"|invalid-cursor|/cursor",
                "\"metric_name\":\"m\",\"cursor\":null|invalid-type|/cursor",
                "\"metric_name\":\"m\",\"interval\":\"1h\"|invalid-field|/interval",
                "\"metric_name\":\"m\",\"timezone\":\"UTC\"|invalid-field|/timezone",
                "\"metric_name\":\"m\",\"group_by\":[\"a\"]|invalid-field|/group_by",
                "\"metric_name\":\"m\",\"aggregations\":[\"sum\"]|invalid-field|/aggregations",
                "\"metric_name\":\"m\",\"aggregate\":true,\"limit\":5|invalid-field|/limit",
                "\"metric_name\":\"m\",\"aggregate\":true,\"interval\":\"1H\""
                        + "|invalid-interval|/interval",
                "\"metric_name\":\"m\",\"aggregate\":true,\"timezone\":\"+01:00\""
                        + "|invalid-timezone|/timezone",
                "\"metric_name\":\"m\",\"aggregate\":true,\"timezone\":\"Mars/Base\""
                        + "|invalid-timezone|/timezone",
                "\"metric_name\":\"m\",\"aggregate\":true,\"group_by\":\"a\""
                        + "|invalid-type|/group_by",
                "\"metric_name\":\"m\",\"aggregate\":true,\"group_by\":[\"a\",7]"
                        + "|invalid-type|/group_by/1",
                "\"metric_name\":\"m\",\"aggregate\":true,\"group_by\":[\"a\",\"a\"]"
                        + "|duplicate-field|/group_by/1",
                "\"metric_name\":\"m\",\"aggregate\":true,\"group_by\":[\"a b\"]"
                        + "|invalid-dimension-key|/group_by/0",
                "\"metric_name\":\"m\",\"aggregate\":true,\"aggregations\":[]"
                        + "|invalid-aggregation|/aggregations",
                "\"metric_name\":\"m\",\"aggregate\":true,\"aggregations\":[\"sum\",\"p101\"]"
                        + "|invalid-aggregation|/aggregations/1",
                "\"metric_name\":\"m\",\"aggregate\":true,\"aggregations\":[\"sum\",\"sum\"]"
                        + "|duplicate-field|/aggregations/1"
            })
    void namesTheFieldThatIsWrong(String fields, String code, String pointer) {
        Answer answer = query(fields);

        assertProblem(answer, 422, code);
        assertThat(answer.at("errors.0.pointer")).isEqualTo(pointer);
    }

    @Test
    void asksForARangeThatIsOne() {
        String start = "{\"metric_name\":\"m\",\"start_time\":\"2025-01-01T00:00:00Z\"";
        Answer missing = api.post(TestApi.QUERY, start + "}");
        Answer empty =
                api.post(TestApi.QUERY, start + ",\"end_time\":\"2025-01-01T01:00:00+01:00\"}");
        Answer none = api.post(TestApi.QUERY, start + ",\"end_time\":\"2025-01-01\"}");

        assertProblem(missing, 422, "missing-field");
        assertThat(missing.at("errors.0.pointer")).isEqualTo("/end_time");
        assertProblem(empty, 422, "invalid-time-range");
        assertProblem(none, 422, "invalid-timestamp");
        assertThat(none.at("errors.0.pointer")).isEqualTo("/end_time");
    }

    @Test
    void clampsRangesToTheTimesThatAMetricCanHave() {
        String ends =
                "\"start_time\":\"0000-01-01T00:00:00Z\",\"end_time\":\"9999-12-31T00:00:00Z\"";
        Answer answer = api.post(TestApi.QUERY, "{\"metric_name\":\"sales\"," + ends + "}");

        assertThat((List<?>) answer.at("data")).hasSize(3);
    }

    @Test
    void hasNoQueryParameters() {
        assertProblem(api.post(TestApi.QUERY + "?limit=1", "{}"), 422, "unknown-field");
    }

    private static Answer query(String fields) {
        return api.post(TestApi.QUERY, "{" + fields + "," + RANGE + "}");
    }

    private static void ingest(String name, String time, String value, String dimensions) {
        Answer answer =
                api.post(
                        TestApi.INGEST,
                        "{\"metric_name\":\"%s\",\"timestamp\":\"%s\",\"value\":%s,\"dimensions\":{%s}}"
                                .formatted(name, time, value, dimensions));
        assertThat(answer.status()).isEqualTo(202);
    }
}
