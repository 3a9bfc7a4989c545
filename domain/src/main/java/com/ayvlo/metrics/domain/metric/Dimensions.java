package com.ayvlo.metrics.domain.metric;

import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Reason;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * The pairs that tell the series of a metric apart: sorted by key, each key once, at most {@value
 * #MAX_COUNT}. Keys follow the rule of metric names with at most {@value #MAX_KEY_LENGTH}
 * characters; values have 1 to {@value #MAX_VALUE_BYTES} bytes of UTF-8 and no control characters
 * but tab and newline.
 *
 * <p>Also serves as a filter ({@link #containsAll}) and as the group of an aggregate.
 *
 * <p>The order of dimensions compares key, value, key, value … by code point, a missing pair first;
 * it is the same as the order of the bytes of {@link #canonical()}.
 */
public final class Dimensions implements Comparable<Dimensions> {
    /** The most pairs. */
    public static final int MAX_COUNT = 32;

    /** The most characters of a key. */
    public static final int MAX_KEY_LENGTH = 100;

    /** The most bytes of a value in UTF-8. */
    public static final int MAX_VALUE_BYTES = 1024;

    /** No pairs. */
    public static final Dimensions NONE = new Dimensions(new String[0]);

    /**
     * Ends every key and value in {@link #canonical()}; below every character that may stand there.
     */
    private static final char END = '\u0001';

    private final String[] pairs;
    private final int hash;

    private Dimensions(String[] pairs) {
        this.pairs = pairs;
        this.hash = Arrays.hashCode(pairs);
    }

    /**
     * Dimensions of these pairs, in any order.
     *
     * @throws InvalidValue with the field {@code dimensions/<key>} if a rule above is broken
     */
    public static Dimensions of(Map<String, String> pairs) {
        if (pairs.isEmpty()) {
            return NONE;
        }
        if (pairs.size() > MAX_COUNT) {
            throw tooMany(pairs.size());
        }
        String[] flat = new String[pairs.size() * 2];
        int next = 0;
        for (Map.Entry<String, String> pair : new TreeMap<>(pairs).entrySet()) {
            checkKey(pair.getKey());
            checkValue(pair.getKey(), pair.getValue());
            flat[next++] = pair.getKey();
            flat[next++] = pair.getValue();
        }
        return new Dimensions(flat);
    }

    /**
     * Reads what {@link #canonical()} wrote.
     *
     * @throws InvalidValue if it was not written so
     */
    public static Dimensions parseCanonical(String canonical) {
        Map<String, String> pairs = new LinkedHashMap<>();
        int start = 0;
        while (start < canonical.length()) {
            int keyEnd = canonical.indexOf(END, start);
            int valueEnd = canonical.indexOf(END, keyEnd + 1);
            if (keyEnd < 0 || valueEnd < 0) {
                throw notCanonical();
            }
            pairs.put(
                    canonical.substring(start, keyEnd), canonical.substring(keyEnd + 1, valueEnd));
            start = valueEnd + 1;
        }
        Dimensions dimensions = of(pairs);
        if (!dimensions.canonical().equals(canonical)) {
            throw notCanonical(); // not sorted, or a key stands twice
        }
        return dimensions;
    }

    private static InvalidValue notCanonical() {
        return new InvalidValue(
                Reason.INVALID_DIMENSION_VALUE, "dimensions", "not canonical dimensions");
    }

    /**
     * Refuses a key that breaks the rule.
     *
     * @throws InvalidValue with the field {@code dimensions/<key>}
     */
    public static void checkKey(String key) {
        if (!MetricName.isIdentifier(key, MAX_KEY_LENGTH)) {
            throw new InvalidValue(
                    Reason.INVALID_DIMENSION_KEY,
                    field(key),
                    ("a dimension key has 1 to %d characters, letters, digits and _ . : - /, first"
                                    + " a letter or _, not %s")
                            .formatted(MAX_KEY_LENGTH, InvalidValue.shown(key)));
        }
    }

    private static void checkValue(String key, String value) {
        int bytes = Text.utf8Length(value);
        if (bytes < 1 || bytes > MAX_VALUE_BYTES) {
            throw new InvalidValue(
                    Reason.INVALID_DIMENSION_VALUE,
                    field(key),
                    bytes < 0
                            ? "a dimension value is well-formed Unicode, without half a surrogate"
                                    + " pair"
                            : "a dimension value has 1 to %d bytes, %s has %d"
                                    .formatted(MAX_VALUE_BYTES, InvalidValue.shown(value), bytes));
        }
        if (Text.hasControl(value)) {
            throw new InvalidValue(
                    Reason.INVALID_DIMENSION_VALUE,
                    field(key),
                    "a dimension value has no control characters but tab and newline");
        }
    }

    static InvalidValue tooMany(int count) {
        return new InvalidValue(
                Reason.TOO_MANY_DIMENSIONS,
                "dimensions",
                "a metric has at most %d dimensions, not %d".formatted(MAX_COUNT, count));
    }

    private static String field(String key) {
        return "dimensions/" + InvalidValue.member(key);
    }

    /** How many pairs. */
    public int size() {
        return pairs.length / 2;
    }

    /** Whether there are no pairs. */
    public boolean isEmpty() {
        return pairs.length == 0;
    }

    /** The key of pair {@code index}, in sorted order. */
    public String key(int index) {
        return pairs[index * 2];
    }

    /** The value of pair {@code index}, in sorted order. */
    public String value(int index) {
        return pairs[index * 2 + 1];
    }

    /** The value under this key. */
    public Optional<String> get(String key) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equals(key)) {
                return Optional.of(pairs[i + 1]);
            }
        }
        return Optional.empty();
    }

    /** Whether every pair of {@code filter} is among these. */
    public boolean containsAll(Dimensions filter) {
        int mine = 0;
        for (int wanted = 0; wanted < filter.pairs.length; wanted += 2) {
            while (mine < pairs.length && pairs[mine].compareTo(filter.pairs[wanted]) < 0) {
                mine += 2;
            }
            if (mine == pairs.length
                    || !pairs[mine].equals(filter.pairs[wanted])
                    || !pairs[mine + 1].equals(filter.pairs[wanted + 1])) {
                return false;
            }
        }
        return true;
    }

    /** Only the pairs under these keys; a missing one is left out. */
    public Dimensions only(Collection<String> keys) {
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            if (keys.contains(pairs[i])) {
                kept.add(pairs[i]);
                kept.add(pairs[i + 1]);
            }
        }
        return kept.isEmpty() ? NONE : new Dimensions(kept.toArray(String[]::new));
    }

    /** Gives every pair to {@code each}, sorted by key. */
    public void forEach(BiConsumer<String, String> each) {
        for (int i = 0; i < pairs.length; i += 2) {
            each.accept(pairs[i], pairs[i + 1]);
        }
    }

    /** The pairs as a map, sorted by key. */
    public Map<String, String> asMap() {
        Map<String, String> map = new LinkedHashMap<>();
        forEach(map::put);
        return Collections.unmodifiableMap(map);
    }

    /**
     * One text for these dimensions: every key and value followed by U+0001, empty for none. Its
     * UTF-8 bytes sort as the dimensions do, so that a database can sort by it.
     */
    public String canonical() {
        StringBuilder text = new StringBuilder();
        for (String part : pairs) {
            text.append(part).append(END);
        }
        return text.toString();
    }

    @Override
    public int compareTo(Dimensions other) {
        int length = Math.min(pairs.length, other.pairs.length);
        for (int i = 0; i < length; i++) {
            int order = Text.compare(pairs[i], other.pairs[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(pairs.length, other.pairs.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Dimensions that && Arrays.equals(pairs, that.pairs);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return asMap().toString();
    }
}
