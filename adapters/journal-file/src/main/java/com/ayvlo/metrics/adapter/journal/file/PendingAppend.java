package com.ayvlo.metrics.adapter.journal.file;

import com.ayvlo.metrics.domain.journal.JournalException;
import com.ayvlo.metrics.domain.journal.JournalListener;
import com.ayvlo.metrics.domain.journal.JournalRecord;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;

/** A record on its way to the disk, and the thread that waits for it. */
final class PendingAppend {
    private final ByteBuffer payload;
    private final int payloadCrc;
    private final int metrics;
    private final JournalListener durable;
    private final boolean note;
    private final Thread waiting = Thread.currentThread();
    private @Nullable JournalRecord record;
    private volatile @Nullable Outcome outcome;

    private sealed interface Outcome {
        record Done(JournalRecord record) implements Outcome {}

        record Refused(String why) implements Outcome {}

        record Failed(Failure failure) implements Outcome {}
    }

    /** To be made by the thread that will wait. */
    PendingAppend(ByteBuffer payload, int metrics, JournalListener durable) {
        this(payload, metrics, durable, false);
    }

    /** One that may take the room that is kept for notes. */
    static PendingAppend note(ByteBuffer payload) {
        return new PendingAppend(payload, 0, _ -> {}, true);
    }

    private PendingAppend(ByteBuffer payload, int metrics, JournalListener durable, boolean note) {
        this.payload = payload.slice();
        this.payloadCrc = Checksum.of(this.payload);
        this.metrics = metrics;
        this.durable = durable;
        this.note = note;
    }

    boolean isNote() {
        return note;
    }

    ByteBuffer payload() {
        return payload.duplicate();
    }

    int metrics() {
        return metrics;
    }

    /** Bytes that it takes in a segment. */
    int bytes() {
        return RecordHeader.BYTES + payload.remaining();
    }

    /** Gives it its numbers. */
    RecordHeader number(long sequence, long position, int ahead) {
        record = new JournalRecord(sequence, position, metrics, payload);
        return new RecordHeader(
                RecordHeader.Kind.RECORD,
                payload.remaining(),
                sequence,
                position,
                metrics,
                ahead,
                payloadCrc);
    }

    /** Tells the listener; the record has its numbers and is durable. */
    void tell() {
        durable.durable(numbered());
    }

    private JournalRecord numbered() {
        JournalRecord numbered = record;
        if (numbered == null) {
            throw new IllegalStateException("a record is numbered before it is written");
        }
        return numbered;
    }

    /** Whether its end is still open. */
    boolean waits() {
        return outcome == null;
    }

    void complete() {
        end(new Outcome.Done(numbered()));
    }

    void refuse(String why) {
        end(new Outcome.Refused(why));
    }

    void fail(Failure failure) {
        end(new Outcome.Failed(failure));
    }

    private void end(Outcome how) {
        outcome = how;
        LockSupport.unpark(waiting);
    }

    /**
     * Waits for the end, also when interrupted: the record is on its way and cannot be called back.
     */
    JournalRecord await() {
        boolean interrupted = false;
        Outcome how = outcome;
        while (how == null) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
            how = outcome;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return switch (how) {
            case Outcome.Done done -> done.record();
            case Outcome.Refused refused -> throw new JournalException.Full(refused.why());
            case Outcome.Failed failed -> throw failed.failure().exception();
        };
    }
}
