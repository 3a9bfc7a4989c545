package com.ayvlo.metrics.testkit;

import com.ayvlo.metrics.domain.journal.Journal;
import com.ayvlo.metrics.domain.journal.JournalCapacity;
import com.ayvlo.metrics.domain.journal.JournalException;
import com.ayvlo.metrics.domain.journal.JournalListener;
import com.ayvlo.metrics.domain.journal.JournalRecord;
import com.ayvlo.metrics.domain.journal.JournalRecovery;
import com.ayvlo.metrics.domain.tenant.Health;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A journal that keeps records in memory: durable means that {@link #next} has them. Safe for
 * concurrent use; listeners are called under a lock.
 */
public final class InMemoryJournal implements Journal {
    /** What a record takes besides its payload. */
    private static final int OVERHEAD_BYTES = 40;

    /** This part of the room is for notes alone. */
    private static final int NOTES_SHARE = 8;

    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Deque<JournalRecord> records = new ArrayDeque<>();
    private long usedBytes;
    private long lastSequence;
    private long lastPosition;
    private boolean open;
    private boolean refusing;
    private boolean full;
    private @Nullable String stopped;

    /** An empty journal that takes this many bytes of payload and 40 more for each record. */
    public InMemoryJournal(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** What the next process finds if this one ends now, in order or not. Not open yet. */
    public InMemoryJournal next() {
        lock.lock();
        try {
            InMemoryJournal next = new InMemoryJournal(maxBytes);
            next.records.addAll(records);
            next.usedBytes = usedBytes;
            next.lastSequence = lastSequence;
            next.lastPosition = lastPosition;
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** From now on nothing is taken, as after a failed fsync. */
    public void stop(String why) {
        lock.lock();
        try {
            stopped = why;
        } finally {
            lock.unlock();
        }
    }

    /** Whether records are refused as if there were no room. */
    public void refuse(boolean asIfFull) {
        lock.lock();
        try {
            refusing = asIfFull;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public JournalRecovery open(long storedPosition, JournalListener recovered) {
        lock.lock();
        try {
            if (open || stopped != null) {
                throw new IllegalStateException("a journal is opened once");
            }
            open = true;
            long metrics = records.stream().mapToLong(JournalRecord::metrics).sum();
            records.forEach(recovered::durable);
            long ahead = Math.max(0, storedPosition - lastPosition);
            lastSequence += ahead;
            lastPosition += ahead;
            return new JournalRecovery(
                    records.size(), metrics, lastSequence, lastPosition, List.of());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public JournalRecord append(ByteBuffer payload, int metrics, JournalListener durable) {
        return add(new Entry(payload, metrics, durable), maxBytes - maxBytes / NOTES_SHARE);
    }

    @Override
    public JournalRecord note(ByteBuffer payload) {
        return add(new Entry(payload, 0, _ -> {}), maxBytes);
    }

    private record Entry(ByteBuffer payload, int metrics, JournalListener durable) {}

    private JournalRecord add(Entry entry, long mostBytes) {
        lock.lock();
        try {
            String why = obstacle();
            if (why != null) {
                throw new JournalException.Stopped(why);
            }
            int bytes = entry.payload.remaining() + OVERHEAD_BYTES;
            if (refusing || usedBytes + bytes > mostBytes) {
                full = true;
                throw new JournalException.Full(
                        "%d of %d bytes are used".formatted(usedBytes, maxBytes));
            }
            JournalRecord record =
                    new JournalRecord(
                            lastSequence + 1,
                            lastPosition + 1,
                            entry.metrics,
                            entry.payload.slice());
            usedBytes += bytes;
            lastSequence++;
            lastPosition += entry.metrics;
            records.add(record);
            entry.durable.durable(record);
            return record;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable String obstacle() {
        return open ? stopped : "the journal is not open";
    }

    @Override
    public long read(long fromSequence, long maxBytes, JournalListener reader) {
        lock.lock();
        try {
            long next = fromSequence;
            long left = maxBytes;
            for (JournalRecord record : records) {
                if (record.sequence() >= fromSequence && left > 0) {
                    reader.durable(record);
                    next = record.sequence() + 1;
                    left -= record.payload().remaining();
                }
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void release(long throughPosition) {
        lock.lock();
        try {
            while (!records.isEmpty() && records.getFirst().lastPosition() <= throughPosition) {
                usedBytes -= records.removeFirst().payload().remaining() + OVERHEAD_BYTES;
                full = false;
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public JournalCapacity capacity() {
        lock.lock();
        try {
            String why = obstacle();
            return new JournalCapacity(
                    usedBytes,
                    maxBytes,
                    why == null && !refusing && !full,
                    why != null ? why : "%d of %d bytes are used".formatted(usedBytes, maxBytes));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Health check() {
        JournalCapacity capacity = capacity();
        lock.lock();
        try {
            if (obstacle() != null) {
                return Health.down(capacity.detail());
            }
            return capacity.accepting()
                    ? Health.up(capacity.detail())
                    : Health.degraded(capacity.detail());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        stop("the journal is closed");
    }
}
