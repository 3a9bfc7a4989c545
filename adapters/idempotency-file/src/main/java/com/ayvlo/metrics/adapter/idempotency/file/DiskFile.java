package com.ayvlo.metrics.adapter.idempotency.file;

import java.io.Closeable;
import java.io.IOException;

/** An open file: either one that was made and grows, or one that is only read. */
interface DiskFile extends Closeable {
    /** Reads some bytes at this offset into the target; -1 at the end of the file. */
    int read(byte[] target, int from, int length, long offset) throws IOException;

    /** Writes all of these bytes behind what was written before. */
    void append(byte[] source, int length) throws IOException;

    /** Makes everything durable that was appended. Others may append meanwhile. */
    void force() throws IOException;

    /** How many bytes it has. */
    long size() throws IOException;

    /** Reads until this many bytes are there or the file ends; how many there are. */
    default int readFully(byte[] target, int length, long offset) throws IOException {
        int read = 0;
        while (read < length) {
            int more = read(target, read, length - read, offset + read);
            if (more < 0) {
                break;
            }
            read += more;
        }
        return read;
    }
}
