package com.ayvlo.metrics.adapter.http.helidon;

import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Reason;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The place at a name, as a text that callers send back and need not understand. */
final class NameCursor {
    private static final byte VERSION = 1;

    private NameCursor() {}

    static String encode(String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = ByteBuffer.allocate(1 + utf8.length).put(VERSION).put(utf8).array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws InvalidValue if it did not
     */
    static String decode(String text) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            if (!bytes.hasRemaining() || bytes.get() != VERSION) {
                throw invalid();
            }
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (IllegalArgumentException | CharacterCodingException mutilated) {
            throw invalid();
        }
    }

    static InvalidValue invalid() {
        return new InvalidValue(
                Reason.INVALID_CURSOR,
                "cursor",
                "cursor is the next_cursor of an earlier answer, unchanged");
    }
}
