package com.ayvlo.metrics.adapter.journal.file;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/**
 * What stands, twice, at the beginning of a segment.
 *
 * @param version version of the format
 * @param afterCrash whether the last fsync before this segment may have been cut off
 * @param journal random number of the journal, the same in all its segments
 * @param start the numbers at which it begins
 * @param bytes how many bytes the file was given
 */
record SegmentHeader(int version, boolean afterCrash, long journal, Start start, int bytes) {
    /** The version that this code writes, and the only one that it reads. */
    static final int VERSION = 1;

    /** Bytes of one copy. */
    static final int COPY_BYTES = 64;

    /** Bytes of both copies: where records begin. */
    static final int BYTES = 2 * COPY_BYTES;

    private static final long MAGIC = 0xFF4A4F55524E4CFEL;
    private static final int CRC_OFFSET = 60;

    /**
     * Where a segment stands in the order of everything.
     *
     * @param sequence the first that it may hold
     * @param position the first that it may hold
     * @param sequenceBefore the last that was given away before; what lies between was skipped
     * @param positionBefore the last that was given away before; what lies between was skipped
     */
    record Start(long sequence, long position, long sequenceBefore, long positionBefore) {
        /** Directly behind these numbers. */
        static Start after(long sequence, long position) {
            return new Start(sequence + 1, position + 1, sequence, position);
        }
    }

    /** The copy that starts here, if it is undamaged. */
    static @Nullable SegmentHeader read(ByteBuffer bytes, int offset) {
        if (bytes.limit() - offset < COPY_BYTES
                || bytes.getLong(offset) != MAGIC
                || bytes.getInt(offset + CRC_OFFSET) != Checksum.of(bytes, offset, CRC_OFFSET)) {
            return null;
        }
        return new SegmentHeader(
                bytes.getInt(offset + 8),
                bytes.getInt(offset + 12) != 0,
                bytes.getLong(offset + 16),
                new Start(
                        bytes.getLong(offset + 24),
                        bytes.getLong(offset + 32),
                        bytes.getLong(offset + 40),
                        bytes.getLong(offset + 48)),
                bytes.getInt(offset + 56));
    }

    /** Writes both copies to the buffer's position. */
    void write(ByteBuffer target) {
        ByteBuffer copy = ByteBuffer.allocate(COPY_BYTES);
        copy.putLong(MAGIC).putInt(version).putInt(afterCrash ? 1 : 0).putLong(journal);
        copy.putLong(start.sequence()).putLong(start.position());
        copy.putLong(start.sequenceBefore()).putLong(start.positionBefore()).putInt(bytes);
        copy.putInt(Checksum.of(copy, 0, CRC_OFFSET));
        target.put(copy.flip()).put(copy.rewind());
    }
}
