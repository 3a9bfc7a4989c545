package com.ayvlo.metrics.domain.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Reason;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "Z", "_", "revenue", "http.requests:total", "a/b-c_d.e:9", "__"})
    void takesIdentifiers(String name) {
        assertThat(new MetricName(name).value()).isEqualTo(name);
        assertThat(new MetricName(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "1a", "-a", ".a", ":a", "/a", " a", "a ", "a;b", "a,b", "a\tb", "a\n", "é",
                "aé", "日本", "a😀", "a\u0000", "a\ud800", "a@b", "a[b", "a`b", "a{b"
            })
    void refusesEverythingElse(String name) {
        assertThat(refusalOf(name).reason()).isEqualTo(Reason.INVALID_METRIC_NAME);
        assertThat(refusalOf(name).field()).isEqualTo("metric_name");
        assertThat(refusalOf(name).detail()).contains("200", InvalidValue.shown(name));
    }

    @Test
    void takesExactlyTheDocumentedCharacters() {
        for (char c = 0; c < '\u0100'; c++) {
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
            boolean next = letter || (c >= '0' && c <= '9') || ".:-/".indexOf(c) >= 0;

            assertThat(MetricName.isIdentifier("" + c, 9)).as("U+%04X", (int) c).isEqualTo(letter);
            assertThat(MetricName.isIdentifier("a" + c, 9)).as("U+%04X", (int) c).isEqualTo(next);
        }
    }

    @Test
    void takes200CharactersAndNoMore() {
        assertThat(new MetricName("x".repeat(200)).value()).hasSize(200);
        assertThat(refusalOf("x".repeat(201)).reason()).isEqualTo(Reason.INVALID_METRIC_NAME);
    }

    @Test
    void sortsByCodePoint() {
        assertThat(new MetricName("Z")).isLessThan(new MetricName("a"));
        assertThat(new MetricName("a")).isLessThan(new MetricName("a-"));
    }

    private static InvalidValue refusalOf(String name) {
        return catchThrowableOfType(InvalidValue.class, () -> new MetricName(name));
    }
}
