package com.ayvlo.metrics.application.ingest;

import com.ayvlo.metrics.domain.journal.Journal;
import com.ayvlo.metrics.domain.journal.JournalCapacity;
import com.ayvlo.metrics.domain.journal.JournalException;
import com.ayvlo.metrics.domain.journal.JournalRecovery;
import com.ayvlo.metrics.domain.journal.KeyedAnswer;
import com.ayvlo.metrics.domain.journal.KeyedAnswers;
import com.ayvlo.metrics.domain.journal.SetAside;
import com.ayvlo.metrics.domain.metric.MetricBatch;
import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.query.TimeRange;
import com.ayvlo.metrics.domain.storage.BlockWriter;
import com.ayvlo.metrics.domain.storage.StorageException;
import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The way of metrics from their acknowledgement to the storage: into the journal, then, joined with
 * others to blocks, into the storage.
 *
 * <p>Safe for concurrent use.
 */
public final class MetricLog implements AutoCloseable {
    private static final Duration ROOM_AT_MOST = Duration.ofSeconds(1);

    private final Journal journal;
    private final KeyedAnswers answers;
    private final RecordCodec codec;
    private final Backlog backlog;
    private final Batcher batcher;
    private final JournalRecovery recovery;

    private MetricLog(
            Journal journal,
            KeyedAnswers answers,
            RecordCodec codec,
            Backlog backlog,
            Batcher batcher,
            JournalRecovery recovery) {
        this.journal = journal;
        this.answers = answers;
        this.codec = codec;
        this.backlog = backlog;
        this.batcher = batcher;
        this.recovery = recovery;
    }

    /**
     * What the log works with.
     *
     * @param nodes under which ids the metrics are numbered
     * @param journal not opened yet
     * @param answers to requests with a key; not opened yet
     * @param storage where the metrics go in the end
     * @param setAside where metrics go that the storage refuses
     * @param dictionary knows the series
     */
    public record Parts(
            NodeEpochs nodes,
            Journal journal,
            KeyedAnswers answers,
            BlockWriter storage,
            SetAside setAside,
            NodeSeriesDictionary dictionary,
            InstantSource clock) {}

    /**
     * Reads what an earlier process left in the journal, and begins to store it.
     *
     * @throws JournalException.Stopped if the journal cannot be opened
     */
    public static MetricLog open(Parts parts, BatcherConfig config, BatcherListener listener) {
        RecordCodec codec = new RecordCodec(parts.dictionary());
        Backlog backlog =
                new Backlog(
                        parts.journal(),
                        codec,
                        parts.nodes()::changesAt,
                        parts.clock(),
                        config.maxBacklog());
        OptionalLong known = storedPosition(parts);
        long stored = known.orElse(0); // asked again before a block is cut
        Leftovers leftovers = new Leftovers(stored, codec, backlog, parts.answers());
        parts.answers().open();
        JournalRecovery recovery = parts.journal().open(stored, leftovers::take);
        backlog.storedThrough(stored);
        long last = Math.max(stored, recovery.lastPosition());
        parts.nodes().goOnFrom(last + 1, known.isEmpty());
        Batcher batcher = new Batcher(parts, backlog, leftovers.cuts(), config, listener);
        batcher.start();
        return new MetricLog(parts.journal(), parts.answers(), codec, backlog, batcher, recovery);
    }

    /** What the storage has; empty while it cannot say. */
    private static OptionalLong storedPosition(Parts parts) {
        try {
            return OptionalLong.of(parts.nodes().last(parts.storage()::lastApplied));
        } catch (StorageException away) {
            return OptionalLong.empty();
        }
    }

    /**
     * Makes metrics of one tenant durable, in the order of the batch.
     *
     * @param batch at least one metric
     * @return the position of the last one
     * @throws JournalException if they were not made durable
     */
    long append(TenantId tenant, MetricBatch batch) {
        awaitRoom();
        Unstored unstored = Unstored.of(batch);
        return journal.append(
                        codec.encode(tenant, batch),
                        batch.size(),
                        record -> backlog.add(record, unstored))
                .lastPosition();
    }

    /**
     * Makes an answer durable together with the metrics that it is about, which may be none.
     *
     * @return the position of the last one
     * @throws JournalException if they were not made durable
     */
    long append(KeyedAnswer answer, MetricBatch batch) {
        awaitRoom();
        Optional<Unstored> unstored =
                batch.isEmpty() ? Optional.empty() : Optional.of(Unstored.of(batch));
        return journal.append(
                        codec.encode(answer, batch),
                        batch.size(),
                        record -> {
                            answers.put(answer);
                            unstored.ifPresent(metrics -> backlog.add(record, metrics));
                        })
                .lastPosition();
    }

    /** Senders who are faster than a healthy storage are slowed down to its pace. */
    private void awaitRoom() {
        try {
            backlog.awaitRoom(ROOM_AT_MOST);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt(); // nothing was promised yet
            throw new JournalException.Full("the request's time was over before there was room");
        }
    }

    /** The answers to requests with a key. */
    KeyedAnswers answers() {
        return answers;
    }

    /** Whether what is acknowledged is kept, and stored in the end. */
    public Health check() {
        return batcher.endedBecause().map(Health::down).orElseGet(journal::check);
    }

    /** Whether there is room for more. */
    public JournalCapacity capacity() {
        return journal.capacity();
    }

    /** Waits until the metric at this position is stored; false if that takes longer. */
    boolean awaitStored(long position, Duration atMost) {
        try {
            return backlog.awaitStored(position, atMost);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Waits until all is stored that this tenant was acknowledged; false if that takes longer. */
    boolean awaitStored(TenantId tenant, Duration atMost) {
        return awaitStored(backlog.last(tenant), atMost);
    }

    /**
     * Waits until every metric is stored that was acknowledged before and that this question is
     * about, but not longer than that.
     */
    public void settle(TenantId tenant, MetricName name, TimeRange range, Duration atMost) {
        awaitStored(backlog.lastSeenBy(tenant, name, range), atMost);
    }

    /**
     * The earliest timestamp of this tenant's metrics that are acknowledged and not stored yet;
     * empty if all are.
     */
    public Optional<Instant> completeUntil(TenantId tenant) {
        return backlog.earliest(tenant);
    }

    /** How many metrics are acknowledged and not stored yet. */
    public long unstored() {
        return backlog.metrics();
    }

    /** How long the oldest of them has been waiting; zero if there is none. */
    public Duration oldestWait() {
        return backlog.oldestWait();
    }

    /** What was found when the journal was opened. */
    public JournalRecovery recovery() {
        return recovery;
    }

    /** Stores what it can, and closes the journal, which keeps the rest. */
    @Override
    public void close() {
        batcher.close();
        journal.close();
        answers.close();
    }
}
