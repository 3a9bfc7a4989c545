package com.ayvlo.metrics.adapter.storage.clickhouse;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes the values that ClickHouse's format Native is made of.
 *
 * <p>Not safe for concurrent use.
 */
final class NativeOutput {
    private static final int BUFFER = 1 << 16;
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int MOST_VARINT_BYTES = 5;

    private final OutputStream output;
    private final byte[] buffer = new byte[BUFFER];
    private int end;

    NativeOutput(OutputStream output) {
        this.output = output;
    }

    /** 64 bits. */
    void number(long value) throws IOException {
        need(Long.BYTES);
        LONG.set(buffer, end, value);
        end += Long.BYTES;
    }

    /** An unsigned number of 1, 2 or 4 bytes. */
    void index(int value, int bytes) throws IOException {
        need(bytes);
        switch (bytes) {
            case 1 -> buffer[end] = (byte) value;
            case Short.BYTES -> SHORT.set(buffer, end, (short) value);
            default -> INT.set(buffer, end, value);
        }
        end += bytes;
    }

    /** An unsigned number in as many bytes as it needs. */
    void varint(int value) throws IOException {
        need(MOST_VARINT_BYTES);
        int rest = value;
        while (rest >= 0x80) {
            buffer[end++] = (byte) (0x80 | rest);
            rest >>>= 7;
        }
        buffer[end++] = (byte) rest;
    }

    void text(String value) throws IOException {
        bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    /** A text's length and its bytes. */
    void bytes(byte[] value) throws IOException {
        varint(value.length);
        if (value.length > buffer.length) {
            flush();
            output.write(value);
            return;
        }
        need(value.length);
        System.arraycopy(value, 0, buffer, end, value.length);
        end += value.length;
    }

    private void need(int bytes) throws IOException {
        if (buffer.length - end < bytes) {
            flush();
        }
    }

    /** Hands on all that was written. */
    void flush() throws IOException {
        output.write(buffer, 0, end);
        end = 0;
    }
}
