package com.ayvlo.metrics.application.ingest;

import com.ayvlo.metrics.domain.journal.JournalRecord;
import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.query.TimeRange;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/**
 * The records of a {@link Backlog}: those being stored, those that wait in memory behind them, and
 * behind these the noted ones. Guarded by the lock of the backlog.
 */
final class Pending {
    /** What the metrics in memory take on average, at most: few have much metadata. */
    private static final int MOST_BYTES_PER_METRIC = 128;

    private final LongPredicate startsABlock;
    private final int maxMetrics;
    private final long maxBytes;
    private final List<Waiting> inFlight = new ArrayList<>();
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private final Noted noted = new Noted();
    private int inMemory;
    private long bytesInMemory;
    private long storedPosition;

    /** Nothing; at most so many metrics will be in memory, fewer if they have much metadata. */
    Pending(LongPredicate startsABlock, int maxMetrics) {
        this.startsABlock = startsABlock;
        this.maxMetrics = maxMetrics;
        this.maxBytes = (long) maxMetrics * MOST_BYTES_PER_METRIC;
    }

    void add(JournalRecord record, Unstored metrics, Instant now) {
        Waiting waiting = new Waiting(record.lastPosition(), now, metrics);
        if (!hasRoomFor(waiting)) {
            noted.add(record, metrics, now);
        } else {
            queue.add(waiting);
            count(waiting, 1);
        }
    }

    /** Whether this record would be kept in memory. */
    private boolean hasRoomFor(Waiting more) {
        return noted.isEmpty()
                && (inMemory == 0
                        || (inMemory + more.size() <= maxMetrics
                                && bytesInMemory + more.metrics().bytes() <= maxBytes));
    }

    private void count(Waiting waiting, int times) {
        inMemory += times * waiting.size();
        bytesInMemory += times * waiting.metrics().bytes();
    }

    /**
     * Whether memory is nearly full: senders should wait. Once metrics wait in the journal that is
     * of no use any more.
     */
    boolean isNearlyFull() {
        return noted.isEmpty()
                && (inMemory > maxMetrics / 4 * 3 || bytesInMemory > maxBytes / 4 * 3);
    }

    /** Whether there is enough to take for a block of this size. */
    boolean fills(int block) {
        return metrics() >= block;
    }

    /** Whether there is nothing to take, neither in memory nor in the journal. */
    boolean isEmpty() {
        return queue.isEmpty() && noted.isEmpty();
    }

    /** The next record in memory; empty if there is none. */
    Optional<Waiting> next() {
        return Optional.ofNullable(queue.peek());
    }

    Noted.Range noted() {
        return noted.range();
    }

    /** These were noted, and read again; the next to be read is that. */
    void read(List<Waiting> read, long nextSequence) {
        int metrics = read.stream().mapToInt(Waiting::size).sum();
        queue.addAll(read);
        read.forEach(each -> count(each, 1));
        noted.read(metrics, nextSequence);
    }

    /** The storage has everything up to this position. */
    void storedThrough(long position) {
        storedPosition = Math.max(storedPosition, position);
    }

    /** Forgets what need not be taken. */
    void dropStored() {
        while (!queue.isEmpty() && queue.peek().firstPosition() <= storedPosition) {
            Waiting head = queue.remove();
            count(head, -1);
            if (head.lastPosition() > storedPosition) {
                Waiting rest = head.behind(storedPosition);
                count(rest, 1);
                queue.addFirst(rest);
            }
        }
    }

    /**
     * Takes records for a block.
     *
     * @return all that were taken and are not stored yet; empty if they are too few and there are
     *     more in the journal
     */
    Optional<List<Waiting>> take(int least, int most) {
        int metrics = inFlight.stream().mapToInt(Waiting::size).sum();
        while (!queue.isEmpty() && joins(queue.peek(), metrics, most)) {
            Waiting next = queue.remove();
            inFlight.add(next);
            metrics += next.size();
        }
        return metrics < least && queue.isEmpty() && !noted.isEmpty()
                ? Optional.empty()
                : Optional.of(List.copyOf(inFlight));
    }

    /**
     * Whether a record belongs to the block: there is room, no position is missing before it, and
     * no block has to start with it.
     */
    private boolean joins(Waiting next, int metrics, int most) {
        return inFlight.isEmpty()
                || (metrics + next.size() <= most
                        && inFlight.getLast().lastPosition() + 1 == next.firstPosition()
                        && !startsABlock.test(next.firstPosition()));
    }

    /** The records that were taken are stored. */
    void stored() {
        storedThrough(inFlight.getLast().lastPosition());
        inFlight.forEach(each -> count(each, -1));
        inFlight.clear();
    }

    long storedPosition() {
        return storedPosition;
    }

    boolean isStored(long position) {
        return position <= storedPosition;
    }

    long metrics() {
        return inMemory + noted.metrics();
    }

    /** When the oldest was added; far in the future if there is none. */
    Instant oldestSince() {
        Waiting oldest = inFlight.isEmpty() ? queue.peek() : inFlight.getFirst();
        return oldest == null ? noted.since() : oldest.since();
    }

    /** The position of the last metric that a query could see, else 0. */
    long lastSeenBy(TenantId tenant, MetricName name, TimeRange range) {
        return last(tenant, metrics -> metrics.canBeSeenBy(tenant, name, range));
    }

    /** The position of this tenant's last metric, else 0. */
    long last(TenantId tenant) {
        return last(tenant, metrics -> metrics.tenant().equals(tenant));
    }

    private long last(TenantId tenant, Predicate<Unstored> wanted) {
        Optional<Noted.OfTenant> behind = noted.of(tenant);
        if (behind.isPresent()) {
            return behind.get().lastPosition();
        }
        long last = 0;
        for (Iterable<Waiting> part : List.of(inFlight, queue)) {
            for (Waiting waiting : part) {
                if (wanted.test(waiting.metrics())) {
                    last = waiting.lastPosition();
                }
            }
        }
        return last;
    }

    /** The earliest timestamp of this tenant's metrics. */
    Optional<Instant> earliest(TenantId tenant) {
        long earliest = noted.of(tenant).map(Noted.OfTenant::earliestMillis).orElse(Long.MAX_VALUE);
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
    }
}
