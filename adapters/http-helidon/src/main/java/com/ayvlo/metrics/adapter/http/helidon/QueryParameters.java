package com.ayvlo.metrics.adapter.http.helidon;

import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Reason;

import io.helidon.webserver.http.ServerRequest;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The parameters behind the question mark: none twice, and none that the path does not know. */
final class QueryParameters {
    private static final int MAX_DIGITS = 9;

    private final Map<String, String> values;

    private QueryParameters(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Reads the parameters of a request.
     *
     * @param known those that its path has
     * @throws InvalidValue if there is another one, or one twice
     */
    static QueryParameters of(ServerRequest request, Set<String> known) {
        return parse(request.query().rawValue(), known);
    }

    static QueryParameters parse(String query, Set<String> known) {
        Map<String, String> values = new HashMap<>();
        for (String pair : query.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            if (!known.contains(name)) {
                throw new InvalidValue(
                        Reason.UNKNOWN_FIELD,
                        InvalidValue.member(name),
                        "there is no query parameter " + InvalidValue.shown(name));
            }
            if (values.put(name, equals < 0 ? "" : decode(pair.substring(equals + 1))) != null) {
                throw Strict.duplicate(name);
            }
        }
        return new QueryParameters(values);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    String required(String name) {
        return text(name).orElseThrow(() -> Strict.missing(name));
    }

    Optional<Instant> time(String name) {
        return text(name).map(value -> Rfc3339.parse(name, value));
    }

    int limit(int standard) {
        String text = values.get("limit");
        if (text == null) {
            return standard;
        }
        if (text.isEmpty()
                || text.length() > MAX_DIGITS
                || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new InvalidValue(
                    Reason.INVALID_LIMIT,
                    "limit",
                    "limit is a whole number of at most %d digits, not %s"
                            .formatted(MAX_DIGITS, InvalidValue.shown(text)));
        }
        return Integer.parseInt(text);
    }

    private static String decode(String text) {
        byte[] ascii = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(ascii.length);
        for (int i = 0; i < ascii.length; i++) {
            if (ascii[i] == '%') {
                bytes.write(hex(ascii, i + 1) << 4 | hex(ascii, i + 2));
                i += 2;
            } else {
                bytes.write(ascii[i] == '+' ? ' ' : ascii[i]);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw malformed();
        }
    }

    private static int hex(byte[] ascii, int at) {
        int digit = at < ascii.length ? Character.digit(ascii[at], 16) : -1;
        if (digit < 0) {
            throw malformed();
        }
        return digit;
    }

    private static Refusal malformed() {
        return new Refusal(
                ProblemType.MALFORMED_REQUEST, "the query string is not UTF-8 in percent-encoding");
    }
}
