package com.ayvlo.metrics.adapter.journal.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads around what the disk cannot read: one bad sector must not hide the rest of a file. */
final class BadSectors {
    static final int BLOCK_BYTES = 4096;

    private BadSectors() {}

    /**
     * Fills the target with the beginning of the file, and with zeros for blocks that cannot be
     * read.
     *
     * @return where those blocks begin
     */
    static List<Long> readAround(DiskFile file, ByteBuffer target) throws IOException {
        int start = target.position();
        int end = target.limit();
        try {
            file.readFully(target, 0);
            return List.of();
        } catch (ClosedChannelException interrupted) {
            throw interrupted;
        } catch (IOException _) {
            return blockByBlock(file, target.limit(end).position(start));
        }
    }

    private static List<Long> blockByBlock(DiskFile file, ByteBuffer target) {
        List<Long> bad = new ArrayList<>();
        int start = target.position();
        int length = target.remaining();
        for (int offset = 0; offset < length; offset += BLOCK_BYTES) {
            int bytes = Math.min(BLOCK_BYTES, length - offset);
            try {
                file.readFully(target.slice(start + offset, bytes), offset);
            } catch (IOException _) {
                int from = target.arrayOffset() + start + offset;
                Arrays.fill(target.array(), from, from + bytes, (byte) 0);
                bad.add((long) offset);
            }
        }
        target.position(start + length);
        return bad;
    }
}
