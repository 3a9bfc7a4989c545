package com.ayvlo.metrics.domain.metric;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Bytes that spell texts, each as its number of characters (seven bits a byte, the lowest first,
 * the high bit set on all but the last) and its characters (UTF-16 units, in one to three bytes as
 * UTF-8 would write them). Grows as needed, and is filled again and again.
 *
 * <p>Not safe for concurrent use.
 */
final class Spelling {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final int NUMBER_BYTES = 5;
    private static final int BYTES_PER_CHAR = 3;
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private byte[] bytes;
    private int end;

    Spelling(int firstCapacity) {
        bytes = new byte[firstCapacity + Long.BYTES];
    }

    /** How many bytes there are. */
    int length() {
        return end;
    }

    /** Forgets all but the first bytes. */
    void cut(int length) {
        end = length;
    }

    void putLong(long value) {
        room(Long.BYTES);
        LONGS.set(bytes, end, value);
        end += Long.BYTES;
    }

    void put(String text) {
        int length = text.length();
        room(NUMBER_BYTES + BYTES_PER_CHAR * length);
        putNumber(length);
        int from = 0;
        int to = end;
        while (from < length && text.charAt(from) < 0x80) {
            bytes[to++] = (byte) text.charAt(from++);
        }
        end = to;
        while (from < length) {
            put(text.charAt(from++));
        }
    }

    void put(char[] text, int offset, int length) {
        room(NUMBER_BYTES + BYTES_PER_CHAR * length);
        putNumber(length);
        int last = offset + length;
        int from = offset;
        int to = end;
        while (from < last && text[from] < 0x80) {
            bytes[to++] = (byte) text[from++];
        }
        end = to;
        while (from < last) {
            put(text[from++]);
        }
    }

    /** Puts a text that is ASCII. */
    void putAscii(byte[] text, int offset, int length) {
        room(NUMBER_BYTES + length);
        putNumber(length);
        System.arraycopy(text, offset, bytes, end, length);
        end += length;
    }

    /** Puts bytes of another spelling. */
    void put(Spelling other, int from, int to) {
        room(to - from);
        // A word at a time, also over the end: what is beyond it is free in both.
        for (int i = 0; i < to - from; i += Long.BYTES) {
            LONGS.set(bytes, end + i, (long) LONGS.get(other.bytes, from + i));
        }
        end += to - from;
    }

    void put(ByteBuffer from, int length) {
        room(length);
        from.get(bytes, end, length);
        end += length;
    }

    /** Makes room, and so much more that a word can be written over the end. */
    private void room(int more) {
        int least = end + more + Long.BYTES;
        if (bytes.length < least) {
            bytes = Arrays.copyOf(bytes, Math.max(least, bytes.length * 2));
        }
    }

    private void putNumber(int number) {
        int rest = number;
        while (rest >= 0x80) {
            bytes[end++] = (byte) (0x80 | rest);
            rest >>>= 7;
        }
        bytes[end++] = (byte) rest;
    }

    private void put(char c) {
        if (c < 0x80) {
            bytes[end++] = (byte) c;
        } else if (c < 0x800) {
            bytes[end++] = (byte) (0xc0 | (c >> 6));
            bytes[end++] = (byte) (0x80 | (c & 0x3f));
        } else {
            bytes[end++] = (byte) (0xe0 | (c >> 12));
            bytes[end++] = (byte) (0x80 | (c >> 6 & 0x3f));
            bytes[end++] = (byte) (0x80 | (c & 0x3f));
        }
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, end);
    }

    boolean matches(byte[] other) {
        return Arrays.equals(bytes, 0, end, other, 0, other.length);
    }

    long hash(long seed) {
        long hash = seed ^ end;
        int i = 0;
        for (; i + Long.BYTES <= end; i += Long.BYTES) {
            hash = mix(hash ^ (long) LONGS.get(bytes, i));
        }
        for (; i < end; i++) {
            hash = mix(hash ^ bytes[i]);
        }
        return hash;
    }

    /**
     * Both halves of the product: from the lower alone, differences in high bits come out as sent.
     */
    private static long mix(long value) {
        return value * MULTIPLIER ^ Math.unsignedMultiplyHigh(value, MULTIPLIER);
    }

    /** Reads the texts from this byte on. */
    Reader reader(int from) {
        return new Reader(from);
    }

    /** Reads the spelt texts back. */
    final class Reader {
        private int at;

        private Reader(int from) {
            at = from;
        }

        boolean isAtEnd() {
            return at == end;
        }

        String text() {
            char[] characters = new char[number()];
            for (int i = 0; i < characters.length; i++) {
                characters[i] = character();
            }
            return new String(characters);
        }

        private int number() {
            int number = 0;
            for (int shift = 0; ; shift += 7) {
                byte next = bytes[at++];
                number |= (next & 0x7f) << shift;
                if (next >= 0) {
                    return number;
                }
            }
        }

        private char character() {
            byte first = bytes[at++];
            if (first >= 0) {
                return (char) first;
            }
            if ((first & 0xe0) == 0xc0) {
                return (char) (((first & 0x1f) << 6) | (bytes[at++] & 0x3f));
            }
            return (char)
                    (((first & 0x0f) << 12) | ((bytes[at++] & 0x3f) << 6) | (bytes[at++] & 0x3f));
        }
    }
}
