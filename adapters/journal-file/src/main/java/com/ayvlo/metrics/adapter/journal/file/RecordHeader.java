package com.ayvlo.metrics.adapter.journal.file;

import com.ayvlo.metrics.domain.journal.JournalRecord;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/**
 * What stands before the payload of a record, or alone at the end of a journal that was closed.
 *
 * @param kind a record, or the mark that the journal was closed after the record before
 * @param length bytes of the payload
 * @param sequence number of the record; of the next one if this is the mark
 * @param position position of its first metric, or of the next one to come
 * @param metrics how many metrics it holds
 * @param ahead how many records of the same fsync stand before it
 * @param payloadCrc CRC32C of the payload
 */
record RecordHeader(
        Kind kind,
        int length,
        long sequence,
        long position,
        int metrics,
        int ahead,
        int payloadCrc) {

    /** Bytes of a header. */
    static final int BYTES = 40;

    private static final int CRC_OFFSET = 36;

    /** What a header stands for. */
    enum Kind {
        /** A payload follows. */
        RECORD(0xFF4A52FE),
        /** The journal was closed here. */
        CLOSED(0xFF4A45FE);

        /** Bytes FF and FE stand in no UTF-8, so that no text of a payload looks like this. */
        private final int magic;

        Kind(int magic) {
            this.magic = magic;
        }

        private static @Nullable Kind of(int magic) {
            return magic == RECORD.magic ? RECORD : magic == CLOSED.magic ? CLOSED : null;
        }
    }

    /** The mark of a journal that was closed. */
    static RecordHeader closed(long nextSequence, long nextPosition) {
        return new RecordHeader(Kind.CLOSED, 0, nextSequence, nextPosition, 0, 0, 0);
    }

    /**
     * The header that starts here, if an undamaged one of this journal does and its payload ends
     * within the buffer.
     *
     * @param journal random number of the journal: part of the checksum, so that nobody can send a
     *     payload in which there would be a record, if the header before it were damaged
     */
    static @Nullable RecordHeader read(ByteBuffer bytes, int offset, long journal) {
        if (bytes.limit() - offset < BYTES) {
            return null;
        }
        Kind kind = Kind.of(bytes.getInt(offset));
        if (kind == null || bytes.getInt(offset + CRC_OFFSET) != checksum(bytes, offset, journal)) {
            return null;
        }
        RecordHeader header =
                new RecordHeader(
                        kind,
                        bytes.getInt(offset + 4),
                        bytes.getLong(offset + 8),
                        bytes.getLong(offset + 16),
                        bytes.getInt(offset + 24),
                        bytes.getInt(offset + 28),
                        bytes.getInt(offset + 32));
        return header.possible(bytes.limit() - offset - BYTES) ? header : null;
    }

    private static int checksum(ByteBuffer bytes, int offset, long journal) {
        return Checksum.of(bytes, offset, CRC_OFFSET) ^ Long.hashCode(journal);
    }

    private boolean possible(int room) {
        return length >= 0 && length <= room && metrics >= 0 && ahead >= 0;
    }

    /** The record that starts here, with a payload of its own. */
    JournalRecord record(ByteBuffer bytes, int offset) {
        byte[] payload = new byte[length];
        bytes.get(offset + BYTES, payload);
        return new JournalRecord(sequence, position, metrics, ByteBuffer.wrap(payload));
    }

    /** Writes it to the buffer's position. */
    void write(ByteBuffer target, long journal) {
        ByteBuffer header = ByteBuffer.allocate(BYTES);
        header.putInt(kind.magic).putInt(length).putLong(sequence).putLong(position);
        header.putInt(metrics).putInt(ahead).putInt(payloadCrc);
        target.put(header.putInt(checksum(header, 0, journal)).flip());
    }

    /** Position of the last metric; one before {@link #position} if there is none. */
    long lastPosition() {
        return position + metrics - 1;
    }

    /** The sequence that comes next. */
    long nextSequence() {
        return kind == Kind.RECORD ? sequence + 1 : sequence;
    }

    /** Sequence of the first record of the same fsync. */
    long firstOfGroup() {
        return sequence - ahead;
    }

    /** Bytes of header and payload. */
    int bytes() {
        return BYTES + length;
    }
}
