package com.ayvlo.metrics.adapter.journal.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file. Not safe for concurrent use. */
interface DiskFile extends Closeable {
    /** The largest piece that is read at once. */
    int READ_BYTES = 1 << 18;

    /** Reads some bytes at this offset; -1 at the end of the file. */
    int read(ByteBuffer target, long offset) throws IOException;

    /** Writes some bytes at this offset, perhaps not all of them. */
    int write(ByteBuffer source, long offset) throws IOException;

    /** Makes the content durable, and the size as well if it has changed. */
    void force() throws IOException;

    /** How many bytes it has. */
    long size() throws IOException;

    /** Writes all bytes from this offset on. */
    default void writeFully(ByteBuffer source, long offset) throws IOException {
        long at = offset;
        while (source.hasRemaining()) {
            at += write(source, at);
        }
    }

    /**
     * Reads until the target is full or the file ends, piece by piece: the JDK keeps a buffer of
     * the size of the largest piece for every thread.
     */
    default void readFully(ByteBuffer target, long offset) throws IOException {
        int end = target.limit();
        long at = offset;
        int read = 0;
        while (read >= 0 && target.position() < end) {
            target.limit(Math.min(end, target.position() + READ_BYTES));
            read = read(target, at);
            at += read;
        }
        target.limit(end);
    }
}
