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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

class DimensionsTest {
    private static final Dimensions SAMPLE =
            Dimensions.of(Map.of("region", "us-west", "plan", "pro"));

    @Test
    void areSortedByKeyWhateverOrderTheyCameIn() {
        Map<String, String> other = new LinkedHashMap<>();
        other.put("region", "us-west");
        other.put("plan", "pro");

        assertThat(Dimensions.of(other)).isEqualTo(SAMPLE).hasSameHashCodeAs(SAMPLE);
        assertThat(SAMPLE.size()).isEqualTo(2);
        assertThat(SAMPLE.key(0)).isEqualTo("plan");
        assertThat(SAMPLE.value(0)).isEqualTo("pro");
        assertThat(SAMPLE.key(1)).isEqualTo("region");
        assertThat(SAMPLE.value(1)).isEqualTo("us-west");
        assertThat(SAMPLE.asMap())
                .containsExactly(Map.entry("plan", "pro"), Map.entry("region", "us-west"));
        assertThat(SAMPLE).hasToString("{plan=pro, region=us-west}");
    }

    @Test
    void areFoundByKey() {
        assertThat(SAMPLE.get("plan")).hasValue("pro");
        assertThat(SAMPLE.get("pla")).isEmpty();
        assertThat(Dimensions.NONE.get("plan")).isEmpty();
    }

    @Test
    void mayBeNone() {
        assertThat(Dimensions.of(Map.of())).isEqualTo(Dimensions.NONE);
        assertThat(Dimensions.NONE.isEmpty()).isTrue();
        assertThat(SAMPLE.isEmpty()).isFalse();
        assertThat(Dimensions.NONE.canonical()).isEmpty();
        assertThat(Dimensions.parseCanonical("")).isEqualTo(Dimensions.NONE);
    }

    @Test
    void areCutDownToSomeKeys() {
        assertThat(SAMPLE.only(List.of("region", "host")))
                .isEqualTo(Dimensions.of(Map.of("region", "us-west")));
        assertThat(SAMPLE.only(List.of("host"))).isEqualTo(Dimensions.NONE);
        assertThat(SAMPLE.only(List.of("region", "plan"))).isEqualTo(SAMPLE);
    }

    @Test
    void areAFilterOfThoseThatHaveThemAll() {
        Seeds.each(
                5_000,
                random -> {
                    Map<String, String> pairs = fewPairs(random);
                    Map<String, String> filter = fewPairs(random);

                    assertThat(Dimensions.of(pairs).containsAll(Dimensions.of(filter)))
                            .as("%s contains %s", pairs, filter)
                            .isEqualTo(pairs.entrySet().containsAll(filter.entrySet()));
                });
    }

    @Test
    void sortAsTheBytesOfTheirCanonicalTextDo() {
        Seeds.each(
                10_000,
                random -> {
                    Dimensions left = any(random);
                    Dimensions right = random.nextInt(4) == 0 ? alike(left, random) : any(random);

                    assertThat(Integer.signum(left.compareTo(right)))
                            .as("%s against %s", left, right)
                            .isEqualTo(Integer.signum(compareCanonical(left, right)));
                    assertThat(left.compareTo(right) == 0).isEqualTo(left.equals(right));
                });
    }

    @Test
    void areReadBackFromTheirCanonicalText() {
        Seeds.each(
                2_000,
                random -> {
                    Dimensions dimensions = any(random);

                    assertThat(Dimensions.parseCanonical(dimensions.canonical()))
                            .isEqualTo(dimensions);
                });
    }

    @Test
    void writeEveryKeyAndValueWithAnEnd() {
        assertThat(SAMPLE.canonical()).isEqualTo("plan\u0001pro\u0001region\u0001us-west\u0001");
    }

    /** No end, half a pair, an empty value, unsorted, a key twice, a key that breaks the rule. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a\u0001",
                "a\u0001b",
                "a\u0001\u0001",
                "\u0001b\u0001",
                "b\u0001x\u0001a\u0001y\u0001",
                "a\u0001x\u0001a\u0001y\u0001",
                "a\u0001x\u0001a\u0001x\u0001",
                "1\u0001x\u0001"
            })
    void refuseTextThatWasNotWrittenSo(String text) {
        assertThat(catchThrowableOfType(InvalidValue.class, () -> Dimensions.parseCanonical(text)))
                .isNotNull();
    }

    @Test
    void takeKeysOf100CharactersAndNoMore() {
        assertThat(Dimensions.of(Map.of("k".repeat(100), "v")).size()).isEqualTo(1);
        InvalidValue refusal = refusalOf(Map.of("k".repeat(101), "v"));

        assertThat(refusal.reason()).isEqualTo(Reason.INVALID_DIMENSION_KEY);
        assertThat(refusal.field()).isEqualTo("dimensions/" + "k".repeat(64) + "…");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "a b", "é", "a\u0001b", "a~b"})
    void refuseKeysThatAreNoIdentifiers(String key) {
        assertThat(refusalOf(Map.of(key, "v")).reason()).isEqualTo(Reason.INVALID_DIMENSION_KEY);
    }

    @Test
    void nameTheKeyAsAPointersMember() {
        assertThat(refusalOf(Map.of("a/b", "")).field()).isEqualTo("dimensions/a~1b");
        assertThat(refusalOf(Map.of("1~/", "v")).field()).isEqualTo("dimensions/1~0~1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "é", "日", "😀"})
    void takeValuesOf1024BytesAndNoMore(String character) {
        int bytes = character.getBytes(StandardCharsets.UTF_8).length;
        String longest = character.repeat(1024 / bytes) + "x".repeat(1024 % bytes);

        assertThat(Dimensions.of(Map.of("k", longest)).value(0)).isEqualTo(longest);
        InvalidValue refusal = refusalOf(Map.of("k", longest + "x"));
        assertThat(refusal.reason()).isEqualTo(Reason.INVALID_DIMENSION_VALUE);
        assertThat(refusal.field()).isEqualTo("dimensions/k");
        assertThat(refusal.detail()).contains("1024", "1025");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "\u0000", "a\u0001", "\u001f", "\r", "\u007f", "\u0080", "\u009f", "\ud800",
                "a\udc00"
            })
    void refuseValuesThatNoStorageCouldKeepApart(String value) {
        assertThat(refusalOf(Map.of("k", value)).reason())
                .isEqualTo(Reason.INVALID_DIMENSION_VALUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {" ", "\t", "\n", "\u00a0", "'\"\\;--", "null", "{}", "\ufeff", "\u2028"})
    void takeEveryOtherValue(String value) {
        assertThat(Dimensions.of(Map.of("k", value)).value(0)).isEqualTo(value);
    }

    @Test
    void takeThirtyTwoPairsAndNoMore() {
        assertThat(Dimensions.of(pairs(32)).size()).isEqualTo(32);
        InvalidValue refusal = refusalOf(pairs(33));

        assertThat(refusal.reason()).isEqualTo(Reason.TOO_MANY_DIMENSIONS);
        assertThat(refusal.field()).isEqualTo("dimensions");
        assertThat(refusal.detail()).contains("32", "33");
    }

    private static InvalidValue refusalOf(Map<String, String> pairs) {
        return catchThrowableOfType(InvalidValue.class, () -> Dimensions.of(pairs));
    }

    private static Map<String, String> pairs(int count) {
        Map<String, String> pairs = new HashMap<>();
        for (int i = 0; i < count; i++) {
            pairs.put("k" + i, "v");
        }
        return pairs;
    }

    /** Up to 4 pairs of 5 keys and 2 values, so that many filters match. */
    private static Map<String, String> fewPairs(Random random) {
        Map<String, String> pairs = new TreeMap<>();
        for (int left = random.nextInt(5); left > 0; left--) {
            pairs.put("abcde".substring(random.nextInt(5)).substring(0, 1), "" + random.nextInt(2));
        }
        return pairs;
    }

    private static Dimensions any(Random random) {
        Map<String, String> pairs = new HashMap<>();
        for (int left = random.nextInt(4); left > 0; left--) {
            pairs.put(Texts.key(random), Texts.value(random));
        }
        return Dimensions.of(pairs);
    }

    /** Equal, or with one value changed or made longer. */
    private static Dimensions alike(Dimensions dimensions, Random random) {
        Map<String, String> pairs = new HashMap<>(dimensions.asMap());
        if (!pairs.isEmpty() && random.nextBoolean()) {
            String key = dimensions.key(random.nextInt(dimensions.size()));
            String before = random.nextBoolean() ? dimensions.get(key).orElseThrow() : "";
            pairs.put(key, before + Texts.value(random));
        }
        return Dimensions.of(pairs);
    }

    private static int compareCanonical(Dimensions left, Dimensions right) {
        return Arrays.compareUnsigned(
                left.canonical().getBytes(StandardCharsets.UTF_8),
                right.canonical().getBytes(StandardCharsets.UTF_8));
    }
}
