package com.ayvlo.metrics.adapter.journal.file;

import java.nio.file.Path;

/**
 * Where the journal is and how large it may get.
 *
 * @param directory holds the journal's files and nothing else; made if missing
 * @param maxBytes what all files together may take; at least two segments and the room for notes
 * @param segmentBytes size of a file; a record that is larger gets a file of its own size
 * @param reserveBytes what must stay free on the disk after a new file is made, so that the storage
 *     can still write its checkpoint
 */
public record FileJournalConfig(
        Path directory, long maxBytes, int segmentBytes, long reserveBytes) {
    private static final long MEBIBYTE = 1024 * 1024;
    private static final long DEFAULT_MAX = 8192 * MEBIBYTE;
    private static final int DEFAULT_SEGMENT = (int) (8 * MEBIBYTE);
    private static final long DEFAULT_RESERVE = 512 * MEBIBYTE;
    private static final int LEAST_SEGMENT = 512;
    private static final int NOTES_SHARE = 32;
    private static final int NOTES_FILES = 4;
    private static final int MOST_SEGMENT = 1 << 30;

    /** Refuses sizes that no journal can work with. */
    public FileJournalConfig {
        if (segmentBytes < LEAST_SEGMENT || segmentBytes > MOST_SEGMENT) {
            throw new IllegalArgumentException(
                    "a segment has %d to %d bytes, not %d"
                            .formatted(LEAST_SEGMENT, MOST_SEGMENT, segmentBytes));
        }
        if (maxBytes < 2L * segmentBytes + roomForNotes(segmentBytes)) {
            throw new IllegalArgumentException(
                    "a journal has room for two segments of %d bytes and notes, not %d bytes"
                            .formatted(segmentBytes, maxBytes));
        }
        if (reserveBytes < 0) {
            throw new IllegalArgumentException("the reserve is not negative: " + reserveBytes);
        }
    }

    /** 8 GiB in segments of 8 MiB, with 512 MiB of the disk left alone. */
    public static FileJournalConfig defaults(Path directory) {
        return new FileJournalConfig(directory, DEFAULT_MAX, DEFAULT_SEGMENT, DEFAULT_RESERVE);
    }

    /** Size of a file that is kept for notes: some thousand of them, where segments are usual. */
    int notesBytes() {
        return notesBytes(segmentBytes);
    }

    /** What files may take that are not for notes. */
    long maxBytesWithoutNotes() {
        return maxBytes - roomForNotes(segmentBytes);
    }

    private static int notesBytes(int segmentBytes) {
        return Math.max(LEAST_SEGMENT, segmentBytes / NOTES_SHARE);
    }

    private static long roomForNotes(int segmentBytes) {
        return (long) NOTES_FILES * notesBytes(segmentBytes);
    }
}
