package com.ayvlo.metrics.domain.journal;

import java.nio.ByteBuffer;

/**
 * One entry of a journal. The journal numbers records and counts metrics; what the payload means is
 * not its business.
 *
 * @param sequence number of the record; the first ever is 1, and none is given twice
 * @param position position of its first metric, or, if it has none, of the next metric to come; the
 *     first ever is 1
 * @param metrics how many metrics it holds
 * @param payload its content, from position to limit; read only
 */
public record JournalRecord(long sequence, long position, int metrics, ByteBuffer payload) {
    /** Takes a read-only view of the payload. */
    public JournalRecord {
        payload = payload.asReadOnlyBuffer();
    }

    /** The position of its last metric; one before {@link #position} if it has none. */
    public long lastPosition() {
        return position + metrics - 1;
    }
}
