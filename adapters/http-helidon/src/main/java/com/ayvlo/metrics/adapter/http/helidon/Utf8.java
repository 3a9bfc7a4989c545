package com.ayvlo.metrics.adapter.http.helidon;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Checks that bytes are UTF-8 (RFC 3629) without a byte order mark, piece by piece. The JSON parser
 * would let overlong forms and lone surrogates pass, and guess other encodings.
 */
final class Utf8 {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long NOT_ASCII = 0x8080808080808080L;
    private static final int MARK_LENGTH = 3;
    private static final int MARK = 0xEFBBBF;

    private long position;
    private int first;
    private int missing;
    private int lowest;
    private int highest;

    /** Whether these bytes are one whole text. */
    static boolean isValid(byte[] bytes, int offset, int length) {
        Utf8 utf8 = new Utf8();
        return utf8.accept(bytes, offset, length) && utf8.isWhole();
    }

    /** Whether the text can go on like this; if not, the object is of no more use. */
    boolean accept(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (at < end && position < MARK_LENGTH + 1) {
            if (!acceptFirst(bytes[at++])) {
                return false;
            }
        }
        while (at < end) {
            if (missing == 0) {
                at = skipAscii(bytes, at, end);
                if (at == end) {
                    break;
                }
            }
            if (!acceptByte(bytes[at++])) {
                return false;
            }
        }
        return true;
    }

    /** Whether the text may end here. */
    boolean isWhole() {
        return missing == 0;
    }

    /** At the start there may be no mark, nor a NUL as in other encodings. */
    private boolean acceptFirst(byte next) {
        position++;
        first = first << Byte.SIZE | (next & 0xff);
        boolean isMark = position == MARK_LENGTH && first == MARK;
        return next != 0 && !isMark && acceptByte(next);
    }

    private static int skipAscii(byte[] bytes, int from, int end) {
        int at = from;
        while (at + Long.BYTES <= end && ((long) LONGS.get(bytes, at) & NOT_ASCII) == 0) {
            at += Long.BYTES;
        }
        while (at < end && bytes[at] >= 0) {
            at++;
        }
        return at;
    }

    private boolean acceptByte(byte next) {
        int value = next & 0xff;
        if (missing > 0) {
            boolean fits = value >= lowest && value <= highest;
            lowest = 0x80;
            highest = 0xBF;
            missing--;
            return fits;
        }
        return value < 0x80 || acceptLead(value);
    }

    /** The ranges of RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF. */
    private boolean acceptLead(int value) {
        lowest = 0x80;
        highest = 0xBF;
        if (value >= 0xC2 && value <= 0xDF) {
            missing = 1;
        } else if (value >= 0xE0 && value <= 0xEF) {
            missing = 2;
            lowest = value == 0xE0 ? 0xA0 : 0x80;
            highest = value == 0xED ? 0x9F : 0xBF;
        } else if (value >= 0xF0 && value <= 0xF4) {
            missing = 3;
            lowest = value == 0xF0 ? 0x90 : 0x80;
            highest = value == 0xF4 ? 0x8F : 0xBF;
        } else {
            return false;
        }
        return true;
    }
}
