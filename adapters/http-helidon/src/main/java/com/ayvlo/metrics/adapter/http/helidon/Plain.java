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

    /** The quote that ends a text, if at {@code from} is the one that begins it. */
    static int text(byte[] bytes, int from, int end) {
        if (from < end && bytes[from] != '"') {
            return PlainMetric.NOT_PLAIN;
        }
        int at = from + 1;
        // A negative byte is no ASCII, a small one a control character.
        while (at < end && bytes[at] >= ' ' && bytes[at] != '"' && bytes[at] != '\\') {
            at++;
        }
        if (at >= end) {
            return PlainMetric.MORE;
        }
        return bytes[at] == '"' ? at : PlainMetric.NOT_PLAIN;
    }

    /** Where the value of a field begins, whose name ends with the quote at {@code quote}. */
    static int value(byte[] bytes, int quote, int end) {
        int next = quote < 0 ? quote : after(bytes, quote + 1, end, ':');
        return next < 0 ? next : blanks(bytes, next, end);
    }
}
