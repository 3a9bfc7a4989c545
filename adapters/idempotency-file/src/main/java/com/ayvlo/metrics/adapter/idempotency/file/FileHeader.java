package com.ayvlo.metrics.adapter.idempotency.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** The first bytes of a log: what it is, and in which version. */
final class FileHeader {
    static final int BYTES = 16;

    private static final long MAGIC = 0xFF4B4559414E53FEL;
    private static final int VERSION = 1;
    private static final int CRC_OFFSET = 12;

    private FileHeader() {}

    static void write(ByteBuffer target) {
        int at = target.position();
        target.putLong(MAGIC).putInt(VERSION);
        target.putInt(checksum(target, at));
    }

    /**
     * Whether the buffer begins with a header; entries can be read without it.
     *
     * @throws IOException if the log is of a version that is not known here
     */
    static boolean isAt(ByteBuffer bytes, int at, LogName name) throws IOException {
        if (bytes.getLong(at) != MAGIC || bytes.getInt(at + CRC_OFFSET) != checksum(bytes, at)) {
            return false;
        }
        int version = bytes.getInt(at + Long.BYTES);
        if (version != VERSION) {
            throw new IOException(
                    "%s has version %d, this is version %d".formatted(name, version, VERSION));
        }
        return true;
    }

    private static int checksum(ByteBuffer bytes, int at) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.array(), bytes.arrayOffset() + at, CRC_OFFSET);
        return (int) crc.getValue();
    }
}
