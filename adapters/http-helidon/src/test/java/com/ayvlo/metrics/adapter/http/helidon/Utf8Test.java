package com.ayvlo.metrics.adapter.http.helidon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

class Utf8Test {
    private static final String[] PIECES = {
        "a", "{\"metric", "ä", "€", "😀", "\u07ff", "\ud7ff", "\ue000", "\uffff", "12345678"
    };

    @Test
    void agreesWithTheStrictDecoderOfThePlatform() {
        Random random = new Random(8);
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = ("{\"x\":" + text(random)).getBytes(StandardCharsets.UTF_8);
            for (int flips = random.nextInt(3); flips > 0; flips--) {
                bytes[5 + random.nextInt(bytes.length - 5)] = (byte) random.nextInt();
            }

            assertThat(pieceByPiece(bytes, random)).isEqualTo(isUtf8(bytes));
            assertThat(Utf8.isValid(bytes, 0, bytes.length)).isEqualTo(isUtf8(bytes));
        }
    }

    @Test
    void refusesMarksAndOtherEncodings() {
        assertThat(isValid("\ufeff{}".getBytes(StandardCharsets.UTF_8))).isFalse();
        assertThat(isValid("{}".getBytes(StandardCharsets.UTF_16))).isFalse();
        assertThat(isValid("{}".getBytes(StandardCharsets.UTF_16LE))).isFalse();
        assertThat(isValid("{}".getBytes(StandardCharsets.UTF_16BE))).isFalse();
        assertThat(isValid("{\"a\":1}".getBytes(StandardCharsets.ISO_8859_1))).isTrue();
        assertThat(isValid("{\"ä\":1}".getBytes(StandardCharsets.ISO_8859_1))).isFalse();
    }

    private static boolean isValid(byte[] bytes) {
        return Utf8.isValid(bytes, 0, bytes.length);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder("x");
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    private static boolean pieceByPiece(byte[] bytes, Random random) {
        Utf8 utf8 = new Utf8();
        for (int at = 0; at < bytes.length; ) {
            int length = Math.min(1 + random.nextInt(9), bytes.length - at);
            if (!utf8.accept(bytes, at, length)) {
                return false;
            }
            at += length;
        }
        return utf8.isWhole();
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException invalid) {
            return false;
        }
    }
}
