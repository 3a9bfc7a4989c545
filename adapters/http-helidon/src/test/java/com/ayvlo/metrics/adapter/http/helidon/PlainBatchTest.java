package com.ayvlo.metrics.adapter.http.helidon;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.adapter.http.helidon.TestApi.Answer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A batch gives the same whether it is read plainly or by the parser. A line break in front, which
 * is not plain, leaves all of a document to the parser.
 */
class PlainBatchTest {
    private static final int ROUNDS = Boolean.getBoolean("endurance") ? 30_000 : 700;
    private static final String[] ID = {"X-Request-ID", "same"};
    private static final Pattern LINE = Pattern.compile("line (\\d+)");
    private static final String[] NAMES = {"a", "b", "metric_7", "1st", "é", "a\\u0062", ""};
    private static final String[] KEYS = {"region", "plan", "host", "k", "1k", "k\\t", "ü"};
    private static final String[] TEXTS = {
        "us-west", "eu", "x", "", "with blank", "\\\"", "\\n", "grün", "\\ud83d\\ude00", "😀", "\t"
    };
    private static final String[] TIMES = {
        "2025-01-15T10:30:00Z",
        "2025-01-15T10:30:00.123456789+05:30",
        "2025-01-15t10:30:60Z",
        "2025-13-15T10:30:00Z",
        "2099-01-15T10:30:00Z",
        "yesterday",
        "2025-01-15T10:30:00.000000000000000000000000000000000000Z"
    };
    private static final String[] VALUES = {
        "0",
        "-0",
        "0.0",
        "01",
        "1.",
        ".5",
        "-",
        "1e3",
        "1E-400",
        "1e999",
        "NaN",
        "\"1\"",
        "null",
        "[1]",
        "true",
        "999999999999999",
        "9999999999999999",
        "0.000000000000001",
        "1 2",
        "5]"
    };
    private static final String[] TOKENS = {
        "{", "}", "[", "]", ",", ":", "\"", "\\", "null", "1", " ", "\n", "\r", "\t", "é", "{}",
        ".5"
    };

    private final TestApi plain = TestApi.started();
    private final TestApi parsed = TestApi.started();

    @AfterEach
    void stop() {
        plain.close();
        parsed.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void answersAsIfItHadBeenParsed(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            String document = document(random, random.nextInt(4) == 0 ? 5 : 40);
            assertSame(random.nextInt(3) == 0 ? mutated(document, random) : document);
        }
        assertSameIsStored();
    }

    /** Documents of several buffers, so that every part stands at the end of one. */
    @Test
    void readsOnBehindItsBuffer() {
        Random random = new Random(4);
        for (int i = 0; i < ROUNDS / 20; i++) {
            List<String> metrics = new ArrayList<>();
            for (int n = 95 + random.nextInt(10); n > 0; n--) {
                metrics.add(good(random, "x".repeat(random.nextInt(400))));
            }
            String blanks = " ".repeat(random.nextInt(200));
            String document = "{\"metrics\":[" + blanks + String.join(",", metrics) + "]}" + blanks;
            assertSame(random.nextInt(4) == 0 ? mutated(document, random) : document);
        }
        assertSameIsStored();
    }

    @Test
    void readsAMetricThatIsLongerThanItsBuffer() {
        StringBuilder dimensions = new StringBuilder();
        for (int i = 0; i < 32; i++) {
            dimensions
                    .append(i > 0 ? "," : "")
                    .append("\"k%d\":\"%s\"".formatted(i, "v".repeat(1024)));
        }
        String longest = "{\"metric_name\":\"a\",\"value\":1,\"dimensions\":{" + dimensions + "}}";
        String one = "{\"metric_name\":\"a\",\"value\":1}";

        assertSame("{\"metrics\":[" + longest + "]}");
        assertSame("{\"metrics\":[" + one + ',' + longest + ',' + one + "]}");
        assertSame("{\"metrics\":[" + one + "]}" + " ".repeat(40_000));
        assertSame("{\"metrics\":[" + one + "]" + " ".repeat(40_000) + "}x");
        assertSame("{\"metrics\":[" + one + ']' + ",\"metrics\":[]}");
        assertSame("{\"metrics\":[" + one + ']' + ",\"other\":1}");
        assertSameIsStored();
    }

    private void assertSame(String document) {
        Answer expected = parsed.post(TestApi.BATCH, '\n' + document, ID);
        Answer answer = plain.post(TestApi.BATCH, document, ID);

        assertThat(answer.status()).as(document).isEqualTo(expected.status());
        assertThat(answer.body()).as(document).isEqualTo(lineBefore(expected.body()));
    }

    private static String lineBefore(String body) {
        return LINE.matcher(body).replaceAll(PlainBatchTest::lineBefore);
    }

    private static String lineBefore(MatchResult line) {
        return "line " + (Integer.parseInt(line.group(1)) - 1);
    }

    private void assertSameIsStored() {
        for (String name : List.of("a", "b", "ab", "metric_7")) {
            String query =
                    """
                    {"metric_name":"%s","start_time":"2025-01-01T00:00:00Z",
                     "end_time":"2026-01-01T00:00:00Z","aggregate":%s%s}
                    """;
            String raw = query.formatted(name, false, ",\"limit\":10000");
            String sums = query.formatted(name, true, ",\"group_by\":[\"region\",\"k\"]");
            assertThat(plain.post(TestApi.QUERY, raw).body())
                    .isEqualTo(parsed.post(TestApi.QUERY, raw).body());
            assertThat(plain.post(TestApi.QUERY, sums).body())
                    .isEqualTo(parsed.post(TestApi.QUERY, sums).body());
        }
    }

    /** Metrics of which one in so many parts is odd. */
    private static String document(Random random, int odds) {
        List<String> metrics = new ArrayList<>();
        for (int n = random.nextInt(6); n > 0; n--) {
            metrics.add(metric(random, odds));
        }
        return "{"
                + blank(random)
                + "\"metrics\":["
                + String.join(blank(random) + ",", metrics)
                + "]"
                + blank(random)
                + "}";
    }

    private static String metric(Random random, int odds) {
        List<String> fields = new ArrayList<>();
        fields.add("\"metric_name\":\"%s\"".formatted(one(random, NAMES, odds, 3)));
        fields.add("\"value\":" + value(random, odds));
        if (random.nextInt(5) > 0) {
            fields.add("\"timestamp\":\"%s\"".formatted(one(random, TIMES, odds, 2)));
        }
        if (random.nextInt(5) > 0) {
            fields.add("\"dimensions\":{" + dimensions(random, odds) + "}");
        }
        if (random.nextInt(odds) == 0) {
            fields.add(one(random, new String[] {"\"metadata\":{\"a\":\"b\"}", "\"x\":1"}, 1, 2));
        }
        if (random.nextInt(odds) == 0) {
            fields.add(fields.get(random.nextInt(fields.size())));
        }
        if (random.nextInt(odds) == 0) {
            fields.remove(random.nextInt(fields.size()));
        }
        Collections.shuffle(fields, random);
        return "{" + blank(random) + String.join("," + blank(random), fields) + blank(random) + "}";
    }

    private static String good(Random random, String filler) {
        return "{\"metric_name\":\"a\",\"value\":%d.%02d,\"dimensions\":{\"region\":\"eu\",\"k\":\"v%s\"}}"
                .formatted(random.nextInt(1000), random.nextInt(100), filler.length() % 7)
                .replace("\"value\"", " ".repeat(filler.length()) + "\"value\"");
    }

    private static String dimensions(Random random, int odds) {
        List<String> pairs = new ArrayList<>();
        for (int n = random.nextInt(4); n > 0; n--) {
            String key = one(random, KEYS, odds, 4);
            pairs.add("\"%s\":%s\"%s\"".formatted(key, blank(random), one(random, TEXTS, odds, 3)));
        }
        return String.join(",", pairs);
    }

    private static String value(Random random, int odds) {
        if (random.nextInt(odds) == 0) {
            return VALUES[random.nextInt(VALUES.length)];
        }
        String digits = Long.toString(random.nextLong(1L << (1 + random.nextInt(53))));
        int point = random.nextInt(digits.length() + 1);
        return (random.nextBoolean() ? "-" : "")
                + switch (point) {
                    case 0 -> "0." + digits;
                    default ->
                            digits.substring(0, point)
                                    + (point < digits.length() ? "." : "")
                                    + digits.substring(point);
                };
    }

    /** One of the first few, but once in a while any of them. */
    private static String one(Random random, String[] of, int odds, int usual) {
        return of[random.nextInt(random.nextInt(odds) == 0 ? of.length : usual)];
    }

    private static String blank(Random random) {
        return " ".repeat(random.nextInt(6) == 0 ? random.nextInt(4) : 0);
    }

    private static String mutated(String document, Random random) {
        int at = random.nextInt(document.length() + 1);
        int to = Math.min(document.length(), at + random.nextInt(3));
        return document.substring(0, at)
                + TOKENS[random.nextInt(TOKENS.length)]
                + document.substring(to);
    }
}
