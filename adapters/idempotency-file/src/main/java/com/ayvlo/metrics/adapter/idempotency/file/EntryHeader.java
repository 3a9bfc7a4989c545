package com.ayvlo.metrics.adapter.idempotency.file;

import com.ayvlo.metrics.domain.journal.KeyedAnswer;
import com.ayvlo.metrics.domain.journal.RequestKey;
import com.ayvlo.metrics.domain.tenant.TenantId;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * What stands before an answer, or alone as a mark.
 *
 * @param kind an answer follows, or everything before was about to be forced
 * @param length bytes of the answer
 * @param key whose answer
 * @param tenant whose request
 * @param fingerprintHigh upper half of the request's hash
 * @param fingerprintLow lower half
 * @param epochMillis when it was answered
 * @param answerCrc CRC32C of the answer
 */
record EntryHeader(
        Kind kind,
        int length,
        RequestKey key,
        TenantId tenant,
        long fingerprintHigh,
        long fingerprintLow,
        long epochMillis,
        int answerCrc) {
    /** Bytes of a header. */
    static final int BYTES = 72;

    /** First byte of every magic number. */
    static final byte MAGIC_BYTE = (byte) 0xFF;

    private static final int CRC_OFFSET = BYTES - Integer.BYTES;
    private static final EntryHeader MARK =
            new EntryHeader(Kind.MARK, 0, new RequestKey(0, 0), TenantId.LOWEST, 0, 0, 0, 0);

    /** What a header stands for. */
    enum Kind {
        /** An answer follows. */
        ANSWER(0xFF4B41FE),
        /** What stands before was to be forced next. */
        MARK(0xFF4B4DFE);

        /** Bytes FF and FE stand in no UTF-8, so that no text of an answer looks like this. */
        private final int magic;

        Kind(int magic) {
            this.magic = magic;
        }

        private static @Nullable Kind of(int magic) {
            return magic == ANSWER.magic ? ANSWER : magic == MARK.magic ? MARK : null;
        }
    }

    static EntryHeader of(KeyedAnswer answer) {
        CRC32C crc = new CRC32C();
        crc.update(answer.answer().duplicate());
        return new EntryHeader(
                Kind.ANSWER,
                answer.answer().remaining(),
                answer.key(),
                answer.tenant(),
                answer.fingerprintHigh(),
                answer.fingerprintLow(),
                answer.epochMillis(),
                (int) crc.getValue());
    }

    static EntryHeader mark() {
        return MARK;
    }

    /** The header that starts here, if an undamaged one that belongs here does. */
    static @Nullable EntryHeader read(ByteBuffer bytes, int at, long hour, long offset) {
        Kind kind = Kind.of(bytes.getInt(at));
        if (kind == null || bytes.getInt(at + CRC_OFFSET) != checksum(bytes, at, hour, offset)) {
            return null;
        }
        ByteBuffer from = bytes.duplicate().position(at + Integer.BYTES);
        int length = from.getInt();
        if (length < 0) {
            return null;
        }
        return new EntryHeader(
                kind,
                length,
                new RequestKey(from.getLong(), from.getLong()),
                new TenantId(new UUID(from.getLong(), from.getLong())),
                from.getLong(),
                from.getLong(),
                from.getLong(),
                from.getInt());
    }

    /** Hour and offset are part of it, so that bytes from elsewhere are no entry here. */
    private static int checksum(ByteBuffer bytes, int at, long hour, long offset) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.array(), bytes.arrayOffset() + at, CRC_OFFSET);
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            crc.update((int) (hour >>> shift));
            crc.update((int) (offset >>> shift));
        }
        return (int) crc.getValue();
    }

    /** Writes it to the buffer's position. */
    void write(ByteBuffer target, long hour, long offset) {
        int at = target.position();
        target.putInt(kind.magic).putInt(length);
        target.putLong(key.high()).putLong(key.low());
        target.putLong(tenant.value().getMostSignificantBits());
        target.putLong(tenant.value().getLeastSignificantBits());
        target.putLong(fingerprintHigh).putLong(fingerprintLow);
        target.putLong(epochMillis).putInt(answerCrc);
        target.putInt(checksum(target, at, hour, offset));
    }

    KeyedAnswer answer(ByteBuffer bytes) {
        return new KeyedAnswer(key, tenant, fingerprintHigh, fingerprintLow, epochMillis, bytes);
    }

    /** Bytes of header and answer. */
    long bytes() {
        return (long) BYTES + length;
    }
}
