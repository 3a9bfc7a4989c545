package com.ayvlo.metrics.adapter.storage.clickhouse;

import com.ayvlo.metrics.domain.metric.Dimensions;

import java.util.HashMap;
import java.util.Map;

/**
 * Dimensions as one text, so that ClickHouse keeps it once per series and looks at it once per
 * series: {@code U+0002 key U+0001 value U+0002 key U+0001 value U+0002}, sorted by key, empty for
 * none. No key or value has these characters, so a pair is found by its text alone; and they are
 * below all that may stand there, so the bytes sort as {@link Dimensions} do.
 */
final class SeriesText {
    private static final char BETWEEN_PAIRS = '\u0002';
    private static final char BEHIND_KEY = '\u0001';

    private SeriesText() {}

    static String of(Dimensions dimensions) {
        if (dimensions.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder().append(BETWEEN_PAIRS);
        dimensions.forEach(
                (key, value) ->
                        text.append(key).append(BEHIND_KEY).append(value).append(BETWEEN_PAIRS));
        return text.toString();
    }

    static Dimensions parse(String text) {
        Map<String, String> pairs = new HashMap<>();
        int start = 1;
        while (start < text.length()) {
            int keyEnd = text.indexOf(BEHIND_KEY, start);
            int valueEnd = text.indexOf(BETWEEN_PAIRS, keyEnd);
            pairs.put(text.substring(start, keyEnd), text.substring(keyEnd + 1, valueEnd));
            start = valueEnd + 1;
        }
        return Dimensions.of(pairs);
    }

    /** What stands in the text of every series that has this pair, and in no other. */
    static String pair(String key, String value) {
        return BETWEEN_PAIRS + key + BEHIND_KEY + value + BETWEEN_PAIRS;
    }

    /** A regular expression whose group is the value under this key. */
    static String valueUnder(String key) {
        // Of what a key may have only the point means something in a regular expression.
        return BETWEEN_PAIRS + key.replace(".", "\\.") + BEHIND_KEY + "([^" + BETWEEN_PAIRS + "]*)";
    }

    /** A regular expression whose group is every key. */
    static String keys() {
        return BETWEEN_PAIRS + "([^" + BEHIND_KEY + BETWEEN_PAIRS + "]+)" + BEHIND_KEY;
    }
}
