package com.ayvlo.metrics.domain.metric;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.Seeds;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

class TextTest {
    @Test
    void comparesInTheOrderOfBytesInUtf8() {
        Seeds.each(
                5_000,
                random -> {
                    String left = Texts.value(random);
                    String right =
                            random.nextBoolean() ? Texts.value(random) : left + Texts.value(random);

                    assertThat(Integer.signum(Text.compare(left, right)))
                            .as("%s against %s", left, right)
                            .isEqualTo(Integer.signum(compareBytes(left, right)));
                });
    }

    /** In UTF-16 a pair is below U+E000, in UTF-8 above U+FFFF. */
    @Test
    void putsSurrogatePairsBehindTheBasicPlane() {
        assertThat(Text.compare("😀", "\uffff")).isPositive();
        assertThat(Text.compare("\ue000", "\ud800\udc00")).isNegative();
        assertThat(Text.compare("\ud7ff", "\ud800\udc00")).isNegative();
        assertThat(Text.compare("a", "a")).isZero();
    }

    @Test
    void countsTheBytesOfUtf8() {
        Seeds.each(
                2_000,
                random -> {
                    String text = Texts.value(random);

                    assertThat(Text.utf8Length(text))
                            .isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "\udc00", "\ud800a", "\udc00\ud800", "a\udbff", "\ud800😀"})
    void refusesToCountHalvesOfSurrogatePairs(String text) {
        assertThat(Text.utf8Length(text)).isEqualTo(-1);
    }

    @Test
    void knowsExactlyTheControlsOfUnicode() {
        for (char c = 0; c < '\u0200'; c++) {
            boolean control = Character.isISOControl(c) && c != '\t' && c != '\n';

            assertThat(Text.hasControl("a" + c)).as("U+%04X", (int) c).isEqualTo(control);
        }
    }

    private static int compareBytes(String left, String right) {
        return Arrays.compareUnsigned(
                left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }
}
