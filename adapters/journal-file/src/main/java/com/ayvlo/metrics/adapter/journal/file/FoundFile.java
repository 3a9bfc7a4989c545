package com.ayvlo.metrics.adapter.journal.file;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A file with the name of a segment.
 *
 * @param named the first sequence by its name
 * @param size bytes that it has
 * @param first the first copy of its header, null if damaged
 * @param second the second copy of its header, null if damaged
 */
record FoundFile(
        Path path,
        long named,
        long size,
        @Nullable SegmentHeader first,
        @Nullable SegmentHeader second) {

    static FoundFile read(Disk disk, Path path) throws IOException {
        try (DiskFile file = disk.open(path)) {
            ByteBuffer bytes = ByteBuffer.allocate(SegmentHeader.BYTES);
            BadSectors.readAround(file, bytes);
            bytes.flip();
            FoundFile found =
                    new FoundFile(
                            path,
                            Segment.sequenceOf(path),
                            file.size(),
                            SegmentHeader.read(bytes, 0),
                            SegmentHeader.read(bytes, SegmentHeader.COPY_BYTES));
            SegmentHeader header = found.header();
            if (header != null && header.version() != SegmentHeader.VERSION) {
                throw new IOException(
                        "%s has version %d of the format, this program reads version %d"
                                .formatted(path, header.version(), SegmentHeader.VERSION));
            }
            return found;
        }
    }

    /** What is left of its header. */
    @Nullable SegmentHeader header() {
        return first != null ? first : second;
    }

    /** The first sequence that it may hold. */
    long sequence() {
        SegmentHeader header = header();
        return header != null ? header.start().sequence() : named;
    }

    /** The last sequence that was given away before it. */
    long sequenceBefore() {
        SegmentHeader header = header();
        return header != null ? header.start().sequenceBefore() : named - 1;
    }

    boolean isMisnamed() {
        return sequence() != named;
    }

    String name() {
        return path.getFileName().toString();
    }

    /** How many bytes it has lost at its end, if without a header it has a usual size. */
    long cutOff(FileJournalConfig config) {
        SegmentHeader header = header();
        if (header == null && size == config.notesBytes()) {
            return 0;
        }
        return Math.max(0, (header != null ? header.bytes() : config.segmentBytes()) - size);
    }
}
