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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

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
    private final int maxMetrics;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Condition ended = lock.newCondition();
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private final List<Waiting> inFlight = new ArrayList<>();
    private final Noted noted = new Noted();
    private int inMemory;
    private long storedPosition;
    private boolean closed;

    /**
     * An empty backlog.
     *
     * @param maxMetrics the most metrics that it keeps in memory
     */
    Backlog(Journal journal, RecordCodec codec, InstantSource clock, int maxMetrics) {
        this.journal = journal;
        this.codec = codec;
        this.clock = clock;
        this.maxMetrics = maxMetrics;
    }

    /** Adds a record that is durable now; {@code metrics} are its content. */
    void add(JournalRecord record, Unstored metrics) {
        lock.lock();
        try {
            if (!noted.isEmpty() || (inMemory > 0 && inMemory + record.metrics() > maxMetrics)) {
                noted.add(record, metrics, clock.instant());
            } else {
                queue.add(new Waiting(record.lastPosition(), clock.instant(), metrics));
                inMemory += record.metrics();
            }
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The storage has everything up to this position: nothing of that is to be taken. */
    void storedThrough(long position) {
        lock.lock();
        try {
            storedPosition = Math.max(storedPosition, position);
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is something to take, but not longer; false if there is nothing then. */
    boolean awaitAny(Duration atMost) throws InterruptedException {
        long nanos = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            while (queue.isEmpty() && noted.isEmpty() && !closed && nanos > 0) {
                nanos = arrived.awaitNanos(nanos);
            }
            return !queue.isEmpty() || !noted.isEmpty();
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
            dropStored();
            while (queue.isEmpty() && noted.isEmpty()) {
                if (closed) {
                    return OptionalLong.of(0);
                }
                arrived.awaitUninterruptibly();
                dropStored();
            }
            return queue.isEmpty()
                    ? OptionalLong.empty()
                    : OptionalLong.of(queue.peek().firstPosition());
        } finally {
            lock.unlock();
        }
    }

    private void dropStored() {
        while (!queue.isEmpty() && queue.peek().firstPosition() <= storedPosition) {
            Waiting head = queue.remove();
            inMemory -= head.size();
            if (head.lastPosition() > storedPosition) {
                Waiting rest = head.behind(storedPosition);
                inMemory += rest.size();
                queue.addFirst(rest);
            }
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
            Optional<List<Waiting>> taken = takeFromMemory(least, most);
            if (taken.isPresent()) {
                return taken.get();
            }
        }
        return List.of();
    }

    /** Empty if there are too few in memory, and more in the journal. */
    private Optional<List<Waiting>> takeFromMemory(int least, int most) {
        lock.lock();
        try {
            int metrics = inFlight.stream().mapToInt(Waiting::size).sum();
            while (!queue.isEmpty() && joins(queue.peek(), metrics, most)) {
                Waiting next = queue.remove();
                inFlight.add(next);
                metrics += next.size();
            }
            return metrics < least && queue.isEmpty() && !noted.isEmpty()
                    ? Optional.empty()
                    : Optional.of(List.copyOf(inFlight));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether a record belongs to the block: there is room, and no position is missing before it.
     */
    private boolean joins(Waiting next, int metrics, int most) {
        return inFlight.isEmpty()
                || (metrics + next.size() <= most
                        && inFlight.getLast().lastPosition() + 1 == next.firstPosition());
    }

    private void readNoted() {
        Noted.Range range = notedRange();
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

    private Noted.Range notedRange() {
        lock.lock();
        try {
            return noted.range();
        } finally {
            lock.unlock();
        }
    }

    private void endRead(List<Waiting> read, long next) {
        lock.lock();
        try {
            int metrics = read.stream().mapToInt(Waiting::size).sum();
            queue.addAll(read);
            inMemory += metrics;
            noted.read(metrics, next);
        } finally {
            lock.unlock();
        }
    }

    private Waiting waiting(JournalRecord record, Instant since) {
        return new Waiting(
                record.lastPosition(), since, Unstored.of(codec.decode(record.payload())));
    }

    /** The records that were taken are stored. */
    void stored() {
        lock.lock();
        try {
            storedPosition = inFlight.getLast().lastPosition();
            inFlight.forEach(each -> inMemory -= each.size());
            inFlight.clear();
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

    /** How many metrics are acknowledged and not stored yet. */
    public long metrics() {
        lock.lock();
        try {
            return inMemory + noted.metrics();
        } finally {
            lock.unlock();
        }
    }

    /** How long the oldest of them has been waiting; zero if there is none. */
    public Duration oldestWait() {
        lock.lock();
        try {
            Waiting oldest = inFlight.isEmpty() ? queue.peek() : inFlight.getFirst();
            Instant since = oldest == null ? noted.since() : oldest.since();
            return since.equals(Instant.MAX)
                    ? Duration.ZERO
                    : Duration.between(since, clock.instant());
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the metric at this position is stored. */
    boolean awaitStored(long position, Duration atMost) throws InterruptedException {
        long nanos = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            while (storedPosition < position) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = ended.awaitNanos(nanos);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The position of the last metric that a query could see and that is not stored yet, else 0.
     */
    long lastSeenBy(TenantId tenant, MetricName name, TimeRange range) {
        lock.lock();
        try {
            Optional<Noted.OfTenant> behind = noted.of(tenant);
            if (behind.isPresent()) {
                return behind.get().lastPosition();
            }
            long last = 0;
            for (Iterable<Waiting> part : List.of(inFlight, queue)) {
                for (Waiting waiting : part) {
                    if (waiting.metrics().canBeSeenBy(tenant, name, range)) {
                        last = waiting.lastPosition();
                    }
                }
            }
            return last;
        } finally {
            lock.unlock();
        }
    }

    /** The earliest timestamp of this tenant's metrics that are not stored yet. */
    Optional<Instant> earliest(TenantId tenant) {
        lock.lock();
        try {
            long earliest =
                    noted.of(tenant).map(Noted.OfTenant::earliestMillis).orElse(Long.MAX_VALUE);
            for (Iterable<Waiting> part : List.of(inFlight, queue)) {
                for (Waiting waiting : part) {
                    if (waiting.metrics().tenant().equals(tenant)) {
                        earliest = Math.min(earliest, waiting.metrics().earliestMillis());
                    }
                }
            }
            return earliest == Long.MAX_VALUE
                    ? Optional.empty()
                    : Optional.of(Instant.ofEpochMilli(earliest));
        } finally {
            lock.unlock();
        }
    }
}
