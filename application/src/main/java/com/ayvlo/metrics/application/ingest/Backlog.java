package com.ayvlo.metrics.application.ingest;

import com.ayvlo.metrics.domain.journal.Journal;
import com.ayvlo.metrics.domain.journal.JournalException;
import com.ayvlo.metrics.domain.journal.JournalRecord;
import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.query.TimeRange;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

/**
 * What was acknowledged and is not stored yet, in the order of the journal.
 *
 * <p>Memory is bounded: while the store cannot keep up, records behind the bound are only noted,
 * and read from the journal again when their turn comes.
 *
 * <p>Safe for concurrent use; records are added by one thread, and taken and ended by one.
 */
public final class Backlog {
    private static final long READ_BYTES = 8L << 20;

    private final Journal journal;
    private final RecordCodec codec;
    private final InstantSource clock;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Condition ended = lock.newCondition();
    private final Pending pending;
    private boolean closed;
    private int waiters;
    private boolean failing;

    /**
     * An empty backlog.
     *
     * @param startsABlock positions that are in no block with the position before
     * @param clock tells how long metrics wait; should not be set back
     * @param maxMetrics the most metrics that it keeps in memory
     */
    Backlog(
            Journal journal,
            RecordCodec codec,
            LongPredicate startsABlock,
            InstantSource clock,
            int maxMetrics) {
        this.journal = journal;
        this.codec = codec;
        this.clock = clock;
        this.pending = new Pending(startsABlock, maxMetrics);
    }

    /** Adds a record that is durable now; {@code metrics} are its content. */
    void add(JournalRecord record, Unstored metrics) {
        lock.lock();
        try {
            pending.add(record, metrics, clock.instant());
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The storage has everything up to this position: nothing of that is to be taken. */
    void storedThrough(long position) {
        lock.lock();
        try {
            pending.storedThrough(position);
            pending.dropStored();
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits while memory is nearly full, so that senders do not outrun the storage. One that fails
     * or hangs is not waited for: then metrics have to wait in the journal.
     */
    void awaitRoom(Duration atMost) throws InterruptedException {
        long nanos = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            while (pending.isNearlyFull() && !failing && !closed) {
                if (nanos <= 0) {
                    failing = true; // until the next block is stored
                    return;
                }
                nanos = ended.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Says whether the storage fails at this time. */
    void setFailing(boolean isFailing) {
        lock.lock();
        try {
            failing = isFailing;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until there is a whole block to take, or the pace allows a smaller one.
     *
     * @param begunNanos when the last block was begun, in {@link System#nanoTime}
     */
    void awaitBlock(int whole, BlockPace pace, long begunNanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Duration left = left(pace, begunNanos);
            while (!pending.fills(whole) && !closed && left.isPositive()) {
                long _ = arrived.awaitNanos(left.toNanos());
                left = left(pace, begunNanos);
            }
        } finally {
            lock.unlock();
        }
    }

    private Duration left(BlockPace pace, long begunNanos) {
        Duration since = Duration.ofNanos(System.nanoTime() - begunNanos);
        return pace.left(pending.metrics(), waiters > 0, since, oldestWait());
    }

    /** Waits until there is something to take; false if nothing comes within that time. */
    boolean awaitAny(Duration atMost) throws InterruptedException {
        long nanos = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            while (pending.isEmpty() && !closed && nanos > 0) {
                nanos = arrived.awaitNanos(nanos);
            }
            return !pending.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until there is something to take.
     *
     * @return the position of the next metric; 0 if the backlog is closed and empty
     */
    long awaitNext() {
        while (true) {
            OptionalLong next = nextInMemory();
            if (next.isPresent()) {
                return next.getAsLong();
            }
            readNoted();
        }
    }

    /** Empty if there is nothing in memory, but in the journal. */
    private OptionalLong nextInMemory() {
        lock.lock();
        try {
            while (pending.isEmpty()) {
                if (closed) {
                    return OptionalLong.of(0);
                }
                arrived.awaitUninterruptibly();
            }
            Optional<Waiting> next = pending.next();
            return next.isPresent()
                    ? OptionalLong.of(next.get().firstPosition())
                    : OptionalLong.empty();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next records for a block, in order; waits until there are any.
     *
     * @param least if fewer metrics are in memory, those in the journal are read, too
     * @param most the most metrics of the block, though one record is always taken
     * @return none if the backlog is closed and empty
     */
    List<Waiting> take(int least, int most) {
        while (awaitNext() > 0) {
            Optional<List<Waiting>> taken = locked(() -> pending.take(least, most));
            if (taken.isPresent()) {
                return taken.get();
            }
        }
        return List.of();
    }

    private void readNoted() {
        Noted.Range range = locked(pending::noted);
        List<Waiting> read = new ArrayList<>();
        long next =
                journal.read(
                        range.nextSequence(),
                        READ_BYTES,
                        record -> {
                            // What is behind may be durable already, but has yet to be added.
                            if (record.sequence() <= range.lastSequence() && record.metrics() > 0) {
                                read.add(waiting(record, range.since()));
                            }
                        });
        if (next <= range.nextSequence()) {
            throw new JournalException.Stopped(
                    "record %d is acknowledged, but the journal does not give it back"
                            .formatted(range.nextSequence()));
        }
        endRead(read, Math.min(next, range.lastSequence() + 1));
    }

    private Waiting waiting(JournalRecord record, Instant since) {
        return new Waiting(
                record.lastPosition(), since, Unstored.of(codec.decode(record.payload())));
    }

    private void endRead(List<Waiting> read, long nextSequence) {
        lock.lock();
        try {
            pending.read(read, nextSequence);
            pending.dropStored();
        } finally {
            lock.unlock();
        }
    }

    /** The records that were taken are stored. */
    void stored() {
        lock.lock();
        try {
            pending.stored();
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more is added; {@link #take} ends when all is taken. */
    void close() {
        lock.lock();
        try {
            closed = true;
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The position up to which everything is stored. */
    long storedPosition() {
        return locked(pending::storedPosition);
    }

    /** How many metrics are acknowledged and not stored yet. */
    public long metrics() {
        return locked(pending::metrics);
    }

    /** How long the oldest of them has been waiting; zero if there is none. */
    public Duration oldestWait() {
        Instant since = locked(pending::oldestSince);
        Instant now = clock.instant();
        return since.isAfter(now) ? Duration.ZERO : Duration.between(since, now);
    }

    /** Waits until the metric at this position is stored. */
    boolean awaitStored(long position, Duration atMost) throws InterruptedException {
        long nanos = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            waiters++;
            arrived.signal();
            while (!pending.isStored(position)) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = ended.awaitNanos(nanos);
            }
            return true;
        } finally {
            waiters--;
            lock.unlock();
        }
    }

    /**
     * The position of the last metric that a query could see and that is not stored yet, else 0.
     */
    long lastSeenBy(TenantId tenant, MetricName name, TimeRange range) {
        return locked(() -> pending.lastSeenBy(tenant, name, range));
    }

    /** The position of this tenant's last metric that is not stored yet, else 0. */
    long last(TenantId tenant) {
        return locked(() -> pending.last(tenant));
    }

    /** The earliest timestamp of this tenant's metrics that are not stored yet. */
    Optional<Instant> earliest(TenantId tenant) {
        return locked(() -> pending.earliest(tenant));
    }

    private <T> T locked(Supplier<T> question) {
        lock.lock();
        try {
            return question.get();
        } finally {
            lock.unlock();
        }
    }
}
