package com.ayvlo.metrics.domain.metric;

/** Facts about text that several rules need. */
final class Text {
    private static final char FIRST_PRINTABLE = ' ';
    private static final char DELETE = '\u007f';
    private static final char LAST_C1 = '\u009f';

    private Text() {}

    /** The bytes this text takes in UTF-8, or -1 if it has half a surrogate pair. */
    static int utf8Length(CharSequence text) {
        int length = text.length();
        int bytes = length;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                continue;
            }
            bytes++;
            if (c < 0x800) {
                continue;
            }
            bytes++;
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == length
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return -1;
                }
                i++; // the pair: 2 characters, 4 bytes
            }
        }
        return bytes;
    }

    /** Whether there is a control character (C0, DEL, C1) other than tab and newline. */
    static boolean hasControl(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < FIRST_PRINTABLE && c != '\t' && c != '\n') || (c >= DELETE && c <= LAST_C1)) {
                return true;
            }
        }
        return false;
    }

    /** Compares in the order of code points, which is the order of the bytes in UTF-8. */
    static int compare(String left, String right) {
        int length = Math.min(left.length(), right.length());
        for (int i = 0; i < length; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean bothAbove = a >= Character.MIN_SURROGATE && b >= Character.MIN_SURROGATE;
                boolean oneIsPair = Character.isSurrogate(a) != Character.isSurrogate(b);
                return bothAbove && oneIsPair
                        ? (Character.isSurrogate(a) ? 1 : -1)
                        : Character.compare(a, b);
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
