package com.ayvlo.metrics.application.ingest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes of a record as it is being written; grows as needed. */
final class RecordBytes {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final int NUMBER_BYTES = 10;

    private byte[] bytes;
    private int end;

    RecordBytes(int firstCapacity) {
        bytes = new byte[firstCapacity];
    }

    RecordBytes putByte(int value) {
        room(1);
        bytes[end++] = (byte) value;
        return this;
    }

    RecordBytes putLong(long value) {
        room(Long.BYTES);
        LONGS.set(bytes, end, value);
        end += Long.BYTES;
        return this;
    }

    RecordBytes putDouble(double value) {
        return putLong(Double.doubleToRawLongBits(value));
    }

    /** Seven bits a byte, the lowest first, the high bit set on all but the last. */
    RecordBytes putNumber(long value) {
        room(NUMBER_BYTES);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[end++] = (byte) (0x80 | rest);
            rest >>>= 7;
        }
        bytes[end++] = (byte) rest;
        return this;
    }

    /** A number near zero, of either sign, in few bytes. */
    RecordBytes putSigned(long value) {
        return putNumber((value << 1) ^ (value >> (Long.SIZE - 1)));
    }

    /** Bytes behind their number. */
    RecordBytes putBytes(byte[] content, int from) {
        int length = content.length - from;
        putNumber(length);
        room(length);
        System.arraycopy(content, from, bytes, end, length);
        end += length;
        return this;
    }

    ByteBuffer toBuffer() {
        return ByteBuffer.wrap(bytes, 0, end).slice();
    }

    static long number(ByteBuffer from) {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = from.get();
            number |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw new IllegalStateException("a number of a record has more than 64 bits");
    }

    static long signed(ByteBuffer from) {
        long number = number(from);
        return (number >>> 1) ^ -(number & 1);
    }

    static byte[] bytes(ByteBuffer from) {
        byte[] content = new byte[Math.toIntExact(number(from))];
        from.get(content);
        return content;
    }

    /** Makes room for so many more bytes at once; it is not needed, but saves growing. */
    void room(int more) {
        if (bytes.length - end < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, end + more));
        }
    }
}
