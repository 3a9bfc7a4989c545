package com.ayvlo.metrics.adapter.http.helidon;

/**
 * Steps through plain JSON; a step that cannot be made gives what {@link PlainMetric#read} does.
 */
final class Plain {
    private Plain() {}

    /** The next byte that is no blank, which may be the end. */
    static int blanks(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] == ' ') {
            at++;
        }
        return at;
    }

    /** Behind blanks and this byte. */
    static int after(byte[] bytes, int from, int end, char expected) {
        int at = blanks(bytes, from, end);
        if (at == end) {
            return PlainMetric.MORE;
        }
        return bytes[at] == expected ? at + 1 : PlainMetric.NOT_PLAIN;
    }

    /** The quote at the end of a text. */
    static int text(byte[] bytes, int from, int end) {
        int at = from;
        // A negative byte is no ASCII, a small one a control character.
        while (at < end && bytes[at] >= ' ' && bytes[at] != '"' && bytes[at] != '\\') {
            at++;
        }
        if (at == end) {
            return PlainMetric.MORE;
        }
        return bytes[at] == '"' ? at : PlainMetric.NOT_PLAIN;
    }
}
