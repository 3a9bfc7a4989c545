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
import java.util.List;

class CatalogApiTest {
    private static final String NAMES = "/api/v1/metrics";
    private static final String KEYS = "/api/v1/metrics/dimensions";
    private static final String VALUES = "/api/v1/metrics/dimensions/values";
    private static TestApi api;

    /** Lists do not wait for metrics that are not stored yet. */
    private static final String STORED = TestApi.INGEST + "?ack=stored";

    @BeforeAll
    static void start() {
        api = TestApi.started();
        for (String value : List.of("a", "b/c", "ü", "😀", "x y", "tab\\t")) {
            api.post(
                    STORED,
                    "{\"metric_name\":\"sales\",\"value\":1,\"timestamp\":\"2025-01-10T00:00:00Z\",\"dimensions\":{\"region\":\"%s\",\"plan\":\"pro\"}}"
                            .formatted(value));
        }
        api.post(STORED, "{\"metric_name\":\"visits\",\"value\":1}");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void listsNamesKeysAndValues() {
        assertThat(api.get(NAMES).body())
                .isEqualTo("{\"data\":[\"sales\",\"visits\"],\"next_cursor\":null}");
        assertThat(api.get(KEYS + "?metric_name=sales").at("data"))
                .isEqualTo(List.of("plan", "region"));
        assertThat(api.get(VALUES + "?metric_name=sales&key=region").at("data"))
                .isEqualTo(List.of("a", "b/c", "tab\t", "x y", "ü", "😀"));
        assertThat(api.get(KEYS + "?metric_name=nobody").at("data")).isEqualTo(List.of());
    }

    @Test
    void narrowsByPrefixAndTime() {
        assertThat(api.get(NAMES + "?prefix=sa").at("data")).isEqualTo(List.of("sales"));
        assertThat(api.get(VALUES + "?metric_name=sales&key=region&prefix=%F0%9F%98%80").at("data"))
                .isEqualTo(List.of("😀"));
        assertThat(api.get(VALUES + "?metric_name=sales&key=region&prefix=x+y").at("data"))
                .isEqualTo(List.of("x y"));
        assertThat(api.get(NAMES + "?start_time=2025-01-12T00:00:00Z").at("data"))
                .isEqualTo(List.of("visits"));
        assertThat(api.get(NAMES + "?end_time=2025-01-12T00:00:00%2B01:00").at("data"))
                .isEqualTo(List.of("sales"));
        assertThat(api.get(NAMES + "?end_time=1960-01-01T00:00:00Z").at("data"))
                .isEqualTo(List.of());
    }

    @Test
    void goesThroughPages() {
        List<Object> all = new ArrayList<>();
        Object cursor = null;
        do {
            String page = cursor == null ? "" : "&cursor=" + cursor;
            Answer answer = api.get(VALUES + "?metric_name=sales&key=region&limit=2" + page);
            all.addAll((List<?>) answer.at("data"));
            cursor = answer.at("next_cursor");
        } while (cursor != null);

        assertThat(all).containsExactly("a", "b/c", "tab\t", "x y", "ü", "😀");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/metrics?prefex=a, unknown-field, /prefex",
        "/api/v1/metrics?metric_name=a, unknown-field, /metric_name",
        "/api/v1/metrics?prefix=a&prefix=b, duplicate-field, /prefix",
        "/api/v1/metrics?prefix=%00, invalid-field, /prefix",
        "/api/v1/metrics?limit=0, invalid-limit, /limit",
        "/api/v1/metrics?limit=10001, invalid-limit, /limit",
        "/api/v1/metrics?limit=-1, invalid-limit, /limit",
        "/api/v1/metrics?limit=99999999999, invalid-limit, /limit",
        "/api/v1/metrics?limit=, invalid-limit, /limit",
        "/api/v1/metrics?limit=ten, invalid-limit, /limit",
        "/api/v1/metrics?cursor=AAAA, invalid-cursor, /cursor",
        "/api/v1/metrics?cursor=%21, invalid-cursor, /cursor",
        "/api/v1/metrics?start_time=yesterday, invalid-timestamp, /start_time",
        "/api/v1/metrics/dimensions, missing-field, /metric_name",
        "/api/v1/metrics/dimensions?metric_name=, invalid-metric-name, /metric_name",
        "/api/v1/metrics/dimensions/values?metric_name=m, missing-field, /key",
        "/api/v1/metrics/dimensions/values?metric_name=m&key=%20, invalid-dimension-key, /key"
    })
    void namesTheParameterThatIsWrong(String path, String code, String pointer) {
        Answer answer = api.get(path);

        assertProblem(answer, 422, code);
        assertThat(answer.at("errors.0.pointer")).isEqualTo(pointer);
    }

    @Test
    void answers400ToAQueryStringThatIsNone() {
        String tenant = "X-Tenant-ID: " + TestApi.TENANT + "\r\nConnection: close\r\n\r\n";
        for (String query : List.of("prefix=%ff", "prefix=%c3", "%=1", "prefix=%e", "prefix=%zz")) {
            assertThat(api.raw("GET " + NAMES + '?' + query + " HTTP/1.1\r\nHost: a\r\n" + tenant))
                    .as(query)
                    .startsWith("HTTP/1.1 400 ")
                    .contains("application/problem+json");
        }
    }

    @Test
    void takesTheLongestPrefix() {
        String longest = "%F0%9F%98%80".repeat(256);

        assertThat(api.get(VALUES + "?metric_name=m&key=k&prefix=" + longest).status())
                .isEqualTo(200);
    }
}
