package com.ayvlo.metrics.adapter.storage.clickhouse;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads an answer in the format RowBinary, value by value in the order of the columns.
 *
 * <p>Not safe for concurrent use.
 */
final class Rows {
    private static final int BUFFER = 1 << 16;
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final InputStream input;
    private byte[] buffer = new byte[BUFFER];
    private int position;
    private int end;

    Rows(InputStream input) {
        this.input = input;
    }

    /** Reads one row; everything it needs of it must be taken. */
    interface Reader {
        void read(Rows row) throws IOException;
    }

    /** Whether there is another row. */
    boolean next() throws IOException {
        return position < end || fill(1);
    }

    /** An Int64 or UInt64. */
    long number() throws IOException {
        need(Long.BYTES);
        long value = (long) LONG.get(buffer, position);
        position += Long.BYTES;
        return value;
    }

    /** A Float64. */
    double real() throws IOException {
        return Double.longBitsToDouble(number());
    }

    /** A String. */
    String text() throws IOException {
        int length = length();
        need(length);
        String value = new String(buffer, position, length, StandardCharsets.UTF_8);
        position += length;
        return value;
    }

    private int length() throws IOException {
        int length = 0;
        for (int shift = 0; ; shift += 7) {
            need(1);
            byte next = buffer[position++];
            length |= (next & 0x7f) << shift;
            if (next >= 0) {
                return length;
            }
        }
    }

    private void need(int bytes) throws IOException {
        if (end - position < bytes && !fill(bytes)) {
            throw new EOFException("the answer ends in the middle of a row");
        }
    }

    /** Reads until so many bytes are there; false if the answer ends before. */
    private boolean fill(int bytes) throws IOException {
        int kept = end - position;
        byte[] target = bytes > buffer.length ? Arrays.copyOf(buffer, bytes) : buffer;
        System.arraycopy(buffer, position, target, 0, kept);
        buffer = target;
        position = 0;
        end = kept;
        while (end < bytes) {
            int read = input.read(buffer, end, buffer.length - end);
            if (read < 0) {
                return false;
            }
            end += read;
        }
        return true;
    }
}
