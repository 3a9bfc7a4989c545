package com.ayvlo.metrics.application.ingest;

import com.ayvlo.metrics.domain.journal.Journal;
import com.ayvlo.metrics.domain.journal.JournalRecord;
import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.query.TimeRange;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);
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
    private final Map<TenantId, Noted> noted = new HashMap<>();
    private int inMemory;

    /** Changed by the thread that takes, or while nothing is noted. */
    private volatile long notedFrom;

    private long notedTo;
    private long notedMetrics;
    private volatile Instant notedSince = Instant.MAX;
    private long storedPosition;
    private boolean closed;

    /** One record; the metrics of it that are stored already are not in {@code metrics}. */
    record Waiting(long lastPosition, Instant since, Unstored metrics) {}

    /** What is known of the records of a tenant that are only noted. */
    private record Noted(long earliestMillis, long lastPosition) {
        Noted and(Noted other) {
            return new Noted(
                    Math.min(earliestMillis, other.earliestMillis),
                    Math.max(lastPosition, other.lastPosition));
        }
    }

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
            if (notedMetrics > 0 || (inMemory > 0 && inMemory + record.metrics() > maxMetrics)) {
                note(record, metrics);
            } else {
                queue.add(new Waiting(record.lastPosition(), clock.instant(), metrics));
                inMemory += record.metrics();
            }
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    private void note(JournalRecord record, Unstored metrics) {
        if (notedMetrics == 0) {
            notedFrom = record.sequence();
            notedSince = clock.instant();
        }
        notedTo = record.sequence();
        notedMetrics += record.metrics();
        noted.merge(
                metrics.tenant(),
                new Noted(metrics.earliestMillis(), record.lastPosition()),
                Noted::and);
    }

    /**
     * The next records for a block, in order; waits until there are any.
     *
     * @param most the most metrics of the block, though one record is always taken
     * @param whenIdle done now and then while there are none
     * @return none if the backlog is closed and empty
     */
    List<Waiting> take(int most, Runnable whenIdle) {
        while (true) {
            switch (awaitAny()) {
                case CLOSED -> {
                    return List.of();
                }
                case IDLE -> whenIdle.run();
                case IN_MEMORY -> {
                    return takeFromMemory(most);
                }
                case IN_JOURNAL -> readNoted();
            }
        }
    }

    private enum Next {
        IN_MEMORY,
        IN_JOURNAL,
        IDLE,
        CLOSED
    }

    private Next awaitAny() {
        lock.lock();
        try {
            long nanos = IDLE_NANOS;
            while (queue.isEmpty() && notedMetrics == 0) {
                if (closed) {
                    return Next.CLOSED;
                }
                if (nanos <= 0) {
                    return Next.IDLE;
                }
                nanos = arrived.awaitNanos(nanos);
            }
            return queue.isEmpty() ? Next.IN_JOURNAL : Next.IN_MEMORY;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException("nobody interrupts the batcher", interrupted);
        } finally {
            lock.unlock();
        }
    }

    private List<Waiting> takeFromMemory(int most) {
        lock.lock();
        try {
            int metrics = 0;
            while (!queue.isEmpty() && joins(queue.peek(), metrics, most)) {
                Waiting next = queue.remove();
                inFlight.add(next);
                metrics += size(next);
            }
            return List.copyOf(inFlight);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether a record belongs to the block: there is room, and no position is missing before it.
     */
    private boolean joins(Waiting next, int metrics, int most) {
        return inFlight.isEmpty()
                || (metrics + size(next) <= most
                        && inFlight.getLast().lastPosition == next.lastPosition - size(next));
    }

    private static int size(Waiting waiting) {
        return waiting.metrics.batch().size();
    }

    private void readNoted() {
        long to = notedTo();
        List<Waiting> read = new ArrayList<>();
        Instant since = notedSince;
        long next =
                journal.read(
                        notedFrom,
                        READ_BYTES,
                        record -> {
                            // What is behind may be durable already, but has yet to be added.
                            if (record.sequence() <= to && record.metrics() > 0) {
                                read.add(waiting(record, since));
                            }
                        });
        endRead(read, Math.min(next, to + 1));
    }

    private long notedTo() {
        lock.lock();
        try {
            return notedTo;
        } finally {
            lock.unlock();
        }
    }

    private void endRead(List<Waiting> read, long next) {
        lock.lock();
        try {
            for (Waiting waiting : read) {
                queue.add(waiting);
                inMemory += size(waiting);
                notedMetrics -= size(waiting);
            }
            notedFrom = next;
            if (next > notedTo) {
                notedMetrics = 0;
                notedSince = Instant.MAX;
                noted.clear();
            }
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
            storedPosition = inFlight.getLast().lastPosition;
            inFlight.forEach(each -> inMemory -= size(each));
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
            return inMemory + notedMetrics;
        } finally {
            lock.unlock();
        }
    }

    /** How long the oldest of them has been waiting; zero if there is none. */
    public Duration oldestWait() {
        lock.lock();
        try {
            Instant since = inFlight.isEmpty() ? notedSince : inFlight.getFirst().since;
            if (inFlight.isEmpty() && !queue.isEmpty()) {
                since = queue.peek().since;
            }
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
            long last = 0;
            for (Iterable<Waiting> part : List.of(inFlight, queue)) {
                for (Waiting waiting : part) {
                    if (waiting.metrics.canBeSeenBy(tenant, name, range)) {
                        last = waiting.lastPosition;
                    }
                }
            }
            Noted behind = noted.get(tenant);
            return behind == null ? last : behind.lastPosition;
        } finally {
            lock.unlock();
        }
    }

    /** The position of the last metric of this tenant that is not stored yet, else 0. */
    long last(TenantId tenant) {
        lock.lock();
        try {
            long last = 0;
            for (Iterable<Waiting> part : List.of(inFlight, queue)) {
                for (Waiting waiting : part) {
                    if (waiting.metrics.tenant().equals(tenant)) {
                        last = waiting.lastPosition;
                    }
                }
            }
            Noted behind = noted.get(tenant);
            return behind == null ? last : behind.lastPosition;
        } finally {
            lock.unlock();
        }
    }

    /** The earliest timestamp of this tenant's metrics that are not stored yet. */
    Optional<Instant> earliest(TenantId tenant) {
        lock.lock();
        try {
            long earliest = Long.MAX_VALUE;
            for (Iterable<Waiting> part : List.of(inFlight, queue)) {
                for (Waiting waiting : part) {
                    if (waiting.metrics.tenant().equals(tenant)) {
                        earliest = Math.min(earliest, waiting.metrics.earliestMillis());
                    }
                }
            }
            Noted behind = noted.get(tenant);
            if (behind != null) {
                earliest = Math.min(earliest, behind.earliestMillis);
            }
            return earliest == Long.MAX_VALUE
                    ? Optional.empty()
                    : Optional.of(Instant.ofEpochMilli(earliest));
        } finally {
            lock.unlock();
        }
    }
}
