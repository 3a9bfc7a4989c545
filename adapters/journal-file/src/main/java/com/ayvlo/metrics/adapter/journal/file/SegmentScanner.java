package com.ayvlo.metrics.adapter.journal.file;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/**
 * Walks over the bytes of a segment from record to record. What cannot be read it passes over until
 * the next header whose checksum is right and whose numbers are possible there.
 */
final class SegmentScanner {
    private final ByteBuffer bytes;
    private final long journal;
    private long nextSequence;
    private long nextPosition;
    private final long endSequence;

    /** Hears of what is there, from front to back; no byte is told twice. */
    interface Visitor {
        /**
         * An undamaged record or mark.
         *
         * @return whether to go on
         */
        boolean found(RecordHeader header, int offset);

        /** An undamaged header whose payload is damaged. */
        void lost(RecordHeader header, int offset);

        /** Bytes that are nothing. */
        void unknown(int offset, int length);
    }

    /**
     * @param bytes from 0 to its limit, with an array
     * @param journal random number of the journal
     * @param sequence no record before this one belongs here
     * @param position no metric before this one belongs here
     * @param endSequence this record and those behind it belong to the next segment
     */
    SegmentScanner(ByteBuffer bytes, long journal, long sequence, long position, long endSequence) {
        this.bytes = bytes;
        this.journal = journal;
        this.nextSequence = sequence;
        this.nextPosition = position;
        this.endSequence = endSequence;
    }

    /** Walks from this offset until the visitor or the last byte that is not zero. */
    void scan(int from, Visitor visitor) {
        int end = endOfContent(from);
        int offset = from;
        boolean goOn = true;
        while (goOn && offset < end) {
            RecordHeader header = headerAt(offset);
            if (header == null) {
                int next = nextHeader(offset + 1, end);
                visitor.unknown(offset, next - offset);
                offset = next;
            } else {
                nextSequence = header.nextSequence();
                nextPosition = header.lastPosition() + 1;
                goOn = tell(header, offset, visitor);
                offset += header.bytes();
            }
        }
    }

    private boolean tell(RecordHeader header, int offset, Visitor visitor) {
        int payload = offset + RecordHeader.BYTES;
        if (Checksum.of(bytes, payload, header.length()) == header.payloadCrc()
                || header.kind() == RecordHeader.Kind.CLOSED) {
            return visitor.found(header, offset);
        }
        visitor.lost(header, offset);
        return true;
    }

    private @Nullable RecordHeader headerAt(int offset) {
        RecordHeader header = RecordHeader.read(bytes, offset, journal);
        boolean belongsHere =
                header != null
                        && header.sequence() >= nextSequence
                        && header.nextSequence() <= endSequence
                        && header.position() >= nextPosition;
        return belongsHere ? header : null;
    }

    private int nextHeader(int from, int end) {
        for (int offset = from; offset < end; offset++) {
            if (bytes.get(offset) == (byte) 0xFF && headerAt(offset) != null) {
                return offset;
            }
        }
        return end;
    }

    private int endOfContent(int from) {
        int end = bytes.limit();
        while (end - Long.BYTES >= from && bytes.getLong(end - Long.BYTES) == 0) {
            end -= Long.BYTES;
        }
        while (end > from && bytes.get(end - 1) == 0) {
            end--;
        }
        return end;
    }
}
