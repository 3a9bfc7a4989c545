package com.ayvlo.metrics.adapter.journal.file;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** CRC32C, the checksum of everything in the journal. */
final class Checksum {
    private Checksum() {}

    /** Of the bytes between position and limit, which stay where they are. */
    static int of(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate());
        return (int) crc.getValue();
    }

    /** Of some bytes of a buffer that has an array. */
    static int of(ByteBuffer bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.array(), bytes.arrayOffset() + offset, length);
        return (int) crc.getValue();
    }
}
