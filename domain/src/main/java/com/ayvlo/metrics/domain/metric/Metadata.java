package com.ayvlo.metrics.domain.metric;

import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Reason;

import java.util.Map;
import java.util.TreeMap;

/**
 * Opaque text kept with one metric: returned with raw metrics, never filtered or grouped by.
 *
 * @param json a JSON object of strings in its canonical form: keys sorted, no white space, escaped
 *     only where RFC 8259 demands it; at most {@value #MAX_BYTES} bytes of UTF-8; empty text if the
 *     metric has none
 */
public record Metadata(String json) implements Comparable<Metadata> {
    /** The most bytes of the canonical form. */
    public static final int MAX_BYTES = 4096;

    /** None. */
    public static final Metadata NONE = new Metadata("");

    /**
     * Metadata of these pairs, in any order; no pairs are {@link #NONE}.
     *
     * @throws InvalidValue if it is too large, or has half a surrogate pair
     */
    public static Metadata of(Map<String, String> pairs) {
        if (pairs.isEmpty()) {
            return NONE;
        }
        StringBuilder json = new StringBuilder();
        char before = '{';
        for (Map.Entry<String, String> pair : new TreeMap<>(pairs).entrySet()) {
            json.append(before);
            JsonText.quote(pair.getKey(), json);
            json.append(':');
            JsonText.quote(pair.getValue(), json);
            before = ',';
        }
        json.append('}');
        int bytes = Text.utf8Length(json);
        if (bytes < 0) {
            throw new InvalidValue(
                    Reason.INVALID_METADATA,
                    "metadata",
                    "metadata is well-formed Unicode, without half a surrogate pair");
        }
        if (bytes > MAX_BYTES) {
            throw new InvalidValue(
                    Reason.METADATA_TOO_LARGE,
                    "metadata",
                    "metadata has at most %d bytes as JSON, not %d".formatted(MAX_BYTES, bytes));
        }
        return new Metadata(json.toString());
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return json.isEmpty();
    }

    /** By code point, which is the order of the bytes in UTF-8. */
    @Override
    public int compareTo(Metadata other) {
        return Text.compare(json, other.json);
    }
}
