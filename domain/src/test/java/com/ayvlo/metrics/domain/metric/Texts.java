package com.ayvlo.metrics.domain.metric;

import java.util.Random;

/** Makes text that is likely to break a comparison, a length or an escape. */
final class Texts {
    /** Each kind of UTF-8 length, their edges, what JSON escapes, controls that are allowed. */
    private static final String[] PARTS = {
        "a",
        "A",
        "b",
        "z",
        "0",
        " ",
        "\"",
        "\\",
        "/",
        "\t",
        "\n",
        "~",
        "\u00a0",
        "\u07ff",
        "\u0800",
        "\ud7ff",
        "\ue000",
        "\uffff",
        "\ufffd",
        "é",
        "e\u0301",
        "日",
        "😀",
        "\ud800\udc00",
        "\udbff\udfff",
        "\u2028"
    };

    private static final char[] HOSTILE = {
        '\u0000', '\u0001', '\u0004', '\u007f', '\u0080', '\ud800', '\udbff', '\udc00', '\udfff'
    };

    private Texts() {}

    /** Text that a dimension value may have: 1 to 8 characters. */
    static String value(Random random) {
        StringBuilder text = new StringBuilder();
        for (int left = 1 + random.nextInt(8); left > 0; left--) {
            text.append(PARTS[random.nextInt(PARTS.length)]);
        }
        return text.toString();
    }

    /** Any text at all, also empty, with controls and halves of surrogate pairs. */
    static String hostile(Random random) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(5); left > 0; left--) {
            if (random.nextBoolean()) {
                text.append(PARTS[random.nextInt(PARTS.length)]);
            } else {
                text.append(HOSTILE[random.nextInt(HOSTILE.length)]);
            }
        }
        return text.toString();
    }

    /** A dimension key of few characters, so that keys often collide or are prefixes. */
    static String key(Random random) {
        String characters = "ab_-./:09";
        StringBuilder text = new StringBuilder("ab_".substring(random.nextInt(3)).substring(0, 1));
        for (int left = random.nextInt(3); left > 0; left--) {
            text.append(characters.charAt(random.nextInt(characters.length())));
        }
        return text.toString();
    }
}
