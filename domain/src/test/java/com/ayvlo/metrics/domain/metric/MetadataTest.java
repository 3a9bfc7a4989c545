package com.ayvlo.metrics.domain.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.ayvlo.metrics.domain.Seeds;
import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Reason;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

class MetadataTest {
    /** What an object of one pair costs beside the value: {@code {"k":""}}. */
    private static final int AROUND = 8;

    @Test
    void isTheSameTextWhateverOrderThePairsCameIn() {
        Map<String, String> pairs = new LinkedHashMap<>();
        pairs.put("source", "stripe");
        pairs.put("id", "42");

        assertThat(Metadata.of(pairs).json()).isEqualTo("{\"id\":\"42\",\"source\":\"stripe\"}");
        assertThat(Metadata.of(pairs))
                .isEqualTo(Metadata.of(Map.of("id", "42", "source", "stripe")));
    }

    @Test
    void isEmptyTextIfThereIsNone() {
        assertThat(Metadata.of(Map.of())).isEqualTo(Metadata.NONE);
        assertThat(Metadata.NONE.json()).isEmpty();
        assertThat(Metadata.NONE.isEmpty()).isTrue();
        assertThat(Metadata.of(Map.of("", "")).isEmpty()).isFalse();
    }

    @Test
    void escapesOnlyWhatJsonDemands() {
        assertThat(Metadata.of(Map.of("a\"b\\c/d", "\b\t\n\f\r\u0000\u001f\u007fé\u2028😀")).json())
                .isEqualTo("{\"a\\\"b\\\\c/d\":\"\\b\\t\\n\\f\\r\\u0000\\u001f\u007fé\u2028😀\"}");
    }

    @Test
    void escapesEveryControlOfC0() {
        for (char c = 0; c < ' '; c++) {
            String json = Metadata.of(Map.of("k", "" + c)).json();

            assertThat(json.chars()).as("U+%04X", (int) c).allMatch(written -> written >= ' ');
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "\udc00", "a\ud800b"})
    void refusesHalvesOfSurrogatePairs(String half) {
        for (Map<String, String> pairs : Arrays.asList(Map.of("k", half), Map.of(half, "v"))) {
            assertThat(refusalOf(pairs).reason()).isEqualTo(Reason.INVALID_METADATA);
            assertThat(refusalOf(pairs).field()).isEqualTo("metadata");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "é", "日", "😀"})
    void takes4096BytesAsJsonAndNoMore(String character) {
        int room = 4096 - AROUND;
        int bytes = character.getBytes(StandardCharsets.UTF_8).length;
        String longest = character.repeat(room / bytes) + "x".repeat(room % bytes);

        assertThat(Metadata.of(Map.of("k", longest)).json()).contains(longest);
        InvalidValue refusal = refusalOf(Map.of("k", longest + "x"));
        assertThat(refusal.reason()).isEqualTo(Reason.METADATA_TOO_LARGE);
        assertThat(refusal.field()).isEqualTo("metadata");
        assertThat(refusal.detail()).contains("4096", "4097");
    }

    @Test
    void countsWhatEscapesCost() {
        assertThat(Metadata.of(Map.of("k", "\n".repeat(2044))).json()).hasSize(4096);
        assertThat(refusalOf(Map.of("k", "\n".repeat(2045))).detail()).contains("4098");
    }

    @Test
    void sortsAsItsBytesDo() {
        Seeds.each(
                2_000,
                random -> {
                    Metadata left = Metadata.of(Map.of("k", Texts.value(random)));
                    Metadata right = Metadata.of(Map.of("k", Texts.value(random)));

                    assertThat(Integer.signum(left.compareTo(right)))
                            .as("%s against %s", left, right)
                            .isEqualTo(
                                    Integer.signum(
                                            Arrays.compareUnsigned(
                                                    left.json().getBytes(StandardCharsets.UTF_8),
                                                    right.json()
                                                            .getBytes(StandardCharsets.UTF_8))));
                });
    }

    private static InvalidValue refusalOf(Map<String, String> pairs) {
        return catchThrowableOfType(InvalidValue.class, () -> Metadata.of(pairs));
    }
}
