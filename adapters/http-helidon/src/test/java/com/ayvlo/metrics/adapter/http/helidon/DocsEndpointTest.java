package com.ayvlo.metrics.adapter.http.helidon;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.adapter.http.helidon.TestApi.Answer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

class DocsEndpointTest {
    private static final Pattern LINK = Pattern.compile("(?:src|href)=\"([^\"]*)\"");

    private final TestApi api = TestApi.started();

    @AfterEach
    void stop() {
        api.close();
    }

    private Answer get(String path, String... headers) {
        return api.send("GET", path, null, headers);
    }

    @ParameterizedTest
    @CsvSource({
        "/openapi.json, application/json",
        "/openapi.yaml, application/yaml",
        "/docs, text/html; charset=utf-8",
        "/docs/problems, text/html; charset=utf-8",
        "/docs/app.js, text/javascript; charset=utf-8",
        "/docs/style.css, text/css; charset=utf-8",
    })
    void servesWithATag(String path, String contentType) {
        Answer answer = get(path);
        Answer again = get(path, "If-None-Match", answer.header("ETag"));
        Answer weak = get(path, "If-None-Match", "\"other\", W/" + answer.header("ETag"));
        Answer other = get(path, "If-None-Match", "\"other\"");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo(contentType);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.header("ETag")).isEqualTo(answer.header("ETag"));
        assertThat(weak.status()).isEqualTo(304);
        assertThat(other.status()).isEqualTo(200);
        assertThat(api.send("HEAD", path, null).header("Content-Length"))
                .isEqualTo(answer.header("Content-Length"));
    }

    @Test
    void pageNeedsNothingFromElsewhere() {
        Answer page = get("/docs");

        assertThat(page.header("Content-Security-Policy"))
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self'; connect-src")
                .doesNotContain("unsafe");
        assertThat(LINK.matcher(page.body()).results().map((MatchResult link) -> link.group(1)))
                .isNotEmpty()
                .allSatisfy(
                        link -> {
                            if (link.startsWith("/")) {
                                assertThat(get(link).status()).isEqualTo(200);
                            } else {
                                assertThat(link).matches("#.*|data:,");
                            }
                        });
        assertThat(get("/docs/app.js").body()).doesNotContain("http://", "https://", "innerHTML");
        assertThat(get("/docs/style.css").body()).doesNotContain("url(", "@import");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nowhere", "/api/v1/metrics"})
    void problemsLeadToThePage(String path) {
        String type = (String) get(path).at("type");

        assertThat(type).startsWith(DocsEndpoint.PROBLEMS_PATH + '#');
        assertThat(get(type).body()).contains("id=\"problems\"");
    }

    @Test
    void yamlIsTheSameDocument() {
        assertThat(get("/openapi.yaml").body())
                .startsWith("openapi: \"3.1.0\"\n")
                .contains("\npaths:\n  \"/api/v1/metrics/ingest\":\n    post:\n");
    }
}
