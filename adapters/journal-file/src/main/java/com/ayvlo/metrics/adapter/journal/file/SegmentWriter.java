package com.ayvlo.metrics.adapter.journal.file;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Fills one segment from front to back, in large pieces. For the committer only. */
final class SegmentWriter {
    private final DiskFile file;
    private final boolean forNotes;
    private final Segment segment;
    private final ByteBuffer buffer;
    private final long journal;
    private int written;

    /**
     * Begins a segment with its header.
     *
     * @param buffer collects what is written; empty, and lent until the next segment begins
     */
    SegmentWriter(SpareFile spare, Segment segment, SegmentHeader header, ByteBuffer buffer) {
        this.file = spare.file();
        this.forNotes = spare.forNotes();
        this.segment = segment;
        this.buffer = buffer;
        this.journal = header.journal();
        header.write(buffer);
    }

    /** Bytes that a file needs for this record alone. */
    static long fileBytes(int recordBytes) {
        return (long) SegmentHeader.BYTES + recordBytes + RecordHeader.BYTES;
    }

    Segment segment() {
        return segment;
    }

    /** First byte behind what was put. */
    int end() {
        return written + buffer.position();
    }

    /** Whether a record belongs here and has room, with the mark of a closed journal behind it. */
    boolean takes(PendingAppend append) {
        return (append.isNote() || !forNotes)
                && (long) end() + append.bytes() + RecordHeader.BYTES <= segment.bytes();
    }

    void put(RecordHeader header, ByteBuffer payload) throws IOException {
        if (buffer.remaining() < RecordHeader.BYTES) {
            flush();
        }
        header.write(buffer, journal);
        while (payload.hasRemaining()) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int length = Math.min(buffer.remaining(), payload.remaining());
            buffer.put(payload.slice(payload.position(), length));
            payload.position(payload.position() + length);
        }
    }

    /** Makes durable what was put. */
    void force() throws IOException {
        flush();
        file.force();
    }

    private void flush() throws IOException {
        int length = buffer.flip().remaining();
        file.writeFully(buffer, written);
        written += length;
        buffer.clear();
    }

    void close() throws IOException {
        file.close();
    }
}
