package com.ayvlo.metrics.adapter.http.helidon;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.adapter.http.helidon.TestApi.Answer;
import com.fasterxml.jackson.core.io.JsonStringEncoder;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Text comes back as it went in, whatever it is. */
class HostileTextTest {
    private static TestApi api;
    private static int next;

    @BeforeAll
    static void start() {
        api = TestApi.started();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quote \" and ' and `",
                "back\\slash \\u0041 \\",
                "tab\tand\nnewline",
                " spaces ",
                "null",
                "😀👩‍👩‍👧‍👦",
                "\ud83d\ude00\uffff\ufffd",
                "שלום مرحبا \u202egnirts\u202c",
                "a\u0301 \u00e1 \ufeff \u00a0",
                "'; DROP TABLE metrics; --",
                "{\"json\":[1]}",
                "</script><script>alert(1)</script>",
                "%00 %s {0} ${jndi:ldap://x}",
                "\u2028\u2029"
            })
    void comesBackFromDimensions(String text) {
        String name = "hostile" + next++;
        Answer taken =
                api.post(
                        TestApi.INGEST,
                        "{\"metric_name\":\"%s\",\"value\":1,\"dimensions\":{\"k\":\"%s\"}}"
                                .formatted(name, quoted(text)));
        assertThat(taken.status()).as(taken.body()).isEqualTo(202);

        assertThat(query(name, ",\"dimensions\":{\"k\":\"" + quoted(text) + "\"}"))
                .extracting(answer -> answer.at("data.0.dimensions"))
                .isEqualTo(Map.of("k", text));
        assertThat(query(name, ",\"aggregate\":true,\"group_by\":[\"k\"]"))
                .extracting(answer -> answer.at("data.0.dimensions"))
                .isEqualTo(Map.of("k", text));
        String prefix = URLEncoder.encode(text, StandardCharsets.UTF_8);
        String path = "/api/v1/metrics/dimensions/values?key=k&metric_name=" + name;
        assertThat(api.get(path + "&prefix=" + prefix).at("data")).isEqualTo(List.of(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000",
                "\u0001\u001f\u007f\u0085",
                "quote \" and back\\slash / \b\f\n\r\t",
                "😀\uffff",
                "\u2028\u2029",
                ""
            })
    void comesBackFromMetadata(String text) {
        String name = "metadata" + next++;
        Answer taken =
                api.post(
                        TestApi.INGEST,
                        "{\"metric_name\":\"%s\",\"value\":1,\"metadata\":{\"%s\":\"%s\"}}"
                                .formatted(name, quoted(text), quoted(text)));
        assertThat(taken.status()).as(taken.body()).isEqualTo(202);

        assertThat(query(name, "").at("data.0.metadata")).isEqualTo(Map.of(text, text));
    }

    private static Answer query(String name, String more) {
        return api.post(
                TestApi.QUERY,
                "{\"metric_name\":\"%s\",\"start_time\":\"2025-01-01T00:00:00Z\",\"end_time\":\"2025-02-01T00:00:00Z\"%s}"
                        .formatted(name, more));
    }

    private static String quoted(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }
}
