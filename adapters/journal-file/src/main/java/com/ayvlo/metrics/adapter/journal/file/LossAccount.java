package com.ayvlo.metrics.adapter.journal.file;

import com.ayvlo.metrics.domain.journal.JournalRecovery.Damage;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Keeps account of which numbers were found and which are missing, and of the damaged stretches
 * that explain it. A stretch stays open until the next thing with numbers tells how many are
 * missing before it.
 *
 * <p>Nobody was promised the records of the last fsync before a crash: what is missing of them is
 * no loss. Each header tells how many records of its fsync stand before it. The first fsync of a
 * segment is never the one that was cut off, for the file gets its name after it.
 */
final class LossAccount {
    private static final long UNKNOWN = -1;

    private final List<Stretch> stretches = new ArrayList<>();
    private final List<Stretch> open = new ArrayList<>();
    private String file = "";
    private int firstStretch;
    private long firstSequence;
    private long sequence;
    private long position = UNKNOWN;
    private @Nullable RecordHeader last;
    private @Nullable RecordHeader lost;
    private long unknownBytes;
    private boolean closed;

    private static final class Stretch {
        private final String file;
        private final long from;
        private long to;
        private long firstMissing = Long.MAX_VALUE;
        private long records;
        private long metrics;

        private Stretch(String file, long from, long to) {
            this.file = file;
            this.from = from;
            this.to = to;
        }

        private Damage damage() {
            return new Damage(file, from, to - from, records, metrics);
        }
    }

    /** Reports bytes whose loss costs no record. */
    void harmless(String name, long from, long to) {
        stretches.add(new Stretch(name, from, to));
    }

    /** Metrics are gone that neither a file nor the storage has. */
    void lostBefore(String name, long metrics) {
        Stretch gone = new Stretch(name, 0, 0);
        gone.records = 1;
        gone.metrics = metrics;
        stretches.add(gone);
    }

    /** Begins the next segment; without a header only its name says where. */
    void begin(String name, SegmentHeader.@Nullable Start start, long named) {
        boolean isFirst = file.isEmpty();
        if (start != null) {
            if (!isFirst) {
                settle(
                        start.sequenceBefore(),
                        start.positionBefore(),
                        Segment.name(sequence + 1),
                        0);
            }
            sequence = start.sequence() - 1;
            position = start.position() - 1;
        } else if (isFirst) {
            sequence = named - 1;
            position = named == 1 ? 0 : UNKNOWN;
        }
        file = name;
        firstSequence = start != null ? start.sequence() : named;
        firstStretch = stretches.size();
        last = null;
        lost = null;
        unknownBytes = 0;
        closed = false;
    }

    /** An undamaged record or mark of this segment. */
    void found(RecordHeader header, int offset) {
        settle(header.sequence() - 1, header.position() - 1, file, offset);
        sequence = header.nextSequence() - 1;
        position = header.lastPosition();
        last = header;
        lost = null;
        unknownBytes = 0;
        closed = header.kind() == RecordHeader.Kind.CLOSED;
    }

    /** An undamaged header of this segment whose payload is damaged. */
    void lost(RecordHeader header, int offset) {
        extend(offset, header.bytes());
        last = header;
        lost = header;
        unknownBytes = 0;
    }

    /** Bytes of this segment that are nothing, or that have gone. */
    void unknown(long offset, long length) {
        extend(offset, length);
        unknownBytes += length;
    }

    private void extend(long offset, long length) {
        Stretch before = open.isEmpty() ? null : open.getLast();
        if (before != null && before.file.equals(file) && before.to == offset) {
            before.to += length;
        } else {
            Stretch stretch = new Stretch(file, offset, offset + length);
            open.add(stretch);
            stretches.add(stretch);
        }
    }

    /** All numbers up to these were given away: what was not found is missing. */
    private void settle(long lastSequence, long lastPosition, String place, long offset) {
        long records = lastSequence - sequence;
        long metrics = position == UNKNOWN ? 0 : lastPosition - position;
        if (records > 0 || metrics > 0) {
            if (open.isEmpty()) {
                Stretch nowhere = new Stretch(place, offset, offset);
                open.add(nowhere);
                stretches.add(nowhere);
            }
            Stretch first = open.getFirst();
            first.firstMissing = sequence + 1;
            first.records = Math.max(0, records);
            first.metrics = Math.max(0, metrics);
        }
        open.clear();
    }

    /** Ends a segment whose last fsync may have been cut off: its records were not promised. */
    void endAfterCrash() {
        RecordHeader end = last;
        if (end == null || closed || promisedAnyway(end)) {
            return;
        }
        for (Stretch stretch : stretches.subList(firstStretch, stretches.size())) {
            if (stretch.firstMissing >= end.firstOfGroup()) {
                stretch.records = 0;
                stretch.metrics = 0;
            }
        }
    }

    private boolean promisedAnyway(RecordHeader header) {
        return header.firstOfGroup() <= firstSequence;
    }

    /** Ends everything: where new numbers begin, so that none of a damaged end is given again. */
    SegmentHeader.Start end() {
        RecordHeader hint = lost;
        long promised = last == null ? Math.max(sequence, firstSequence) : sequence;
        long promisedPosition = Math.max(0, position);
        long given = promised;
        long givenPosition = promisedPosition;
        if (hint != null) {
            boolean all = promisedAnyway(hint);
            given = hint.sequence();
            givenPosition = hint.lastPosition();
            if (all || hint.firstOfGroup() - 1 > promised) {
                promised = all ? given : hint.firstOfGroup() - 1;
                promisedPosition = all ? givenPosition : hint.position() - 1;
            }
        }
        settle(promised, promisedPosition, file, 0);
        if (!closed) {
            given += (unknownBytes + RecordHeader.BYTES - 1) / RecordHeader.BYTES;
            givenPosition += unknownBytes;
        }
        return new SegmentHeader.Start(given + 1, givenPosition + 1, promised, promisedPosition);
    }

    /** Whether this segment ends with the mark of a closed journal. */
    boolean closed() {
        return closed;
    }

    /** Whether nothing at all was in this segment. */
    boolean nothing() {
        return last == null && unknownBytes == 0;
    }

    /** The first sequence that may come next. */
    long nextSequence() {
        return sequence + 1;
    }

    /** Position of the last metric that is known. */
    long lastPosition() {
        RecordHeader hint = lost;
        return Math.max(Math.max(0, position), hint == null ? 0 : hint.lastPosition());
    }

    List<Damage> damages() {
        return stretches.stream().map(Stretch::damage).toList();
    }
}
