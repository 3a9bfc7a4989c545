package com.ayvlo.metrics.application.ingest;

import com.ayvlo.metrics.domain.journal.Journal;
import com.ayvlo.metrics.domain.journal.JournalCapacity;
import com.ayvlo.metrics.domain.journal.JournalException;
import com.ayvlo.metrics.domain.journal.JournalRecord;
import com.ayvlo.metrics.domain.journal.JournalRecovery;
import com.ayvlo.metrics.domain.journal.KeyedAnswer;
import com.ayvlo.metrics.domain.journal.KeyedAnswers;
import com.ayvlo.metrics.domain.journal.Peers;
import com.ayvlo.metrics.domain.journal.PeersComplete;
import com.ayvlo.metrics.domain.journal.RequestKey;
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
import java.util.stream.Stream;

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
    private final Peers peers;
    private final RecordCodec codec;
    private final Way way;
    private final Batcher batcher;
    private final JournalRecovery recovery;

    private MetricLog(
            Parts parts, RecordCodec codec, Way way, Batcher batcher, JournalRecovery recovery) {
        this.journal = parts.journal();
        this.answers = parts.answers();
        this.peers = parts.peers();
        this.codec = codec;
        this.way = way;
        this.batcher = batcher;
        this.recovery = recovery;
    }

    /** Where metrics are between their acknowledgement and the storage, and who knows of them. */
    private record Way(Backlog backlog, Claims claims) {
        void add(JournalRecord record, Unstored metrics) {
            backlog.add(record, metrics);
            claims.add(record.lastPosition(), metrics);
        }
    }

    /**
     * What the log works with.
     *
     * @param nodes under which ids the metrics are numbered
     * @param journal not opened yet
     * @param answers to requests with a key; not opened yet
     * @param peers the other nodes with this storage; closed with the log
     * @param storage where the metrics go in the end
     * @param setAside where metrics go that the storage refuses
     * @param dictionary knows the series
     */
    public record Parts(
            NodeEpochs nodes,
            Journal journal,
            KeyedAnswers answers,
            Peers peers,
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
                        new SteadyTime(parts.clock()),
                        config.maxBacklog());
        OptionalLong known = storedPosition(parts);
        long stored = known.orElse(0); // asked again before a block is cut
        Way way =
                new Way(backlog, new Claims(parts.peers(), backlog::storedPosition, Claims.PAUSE));
        Leftovers leftovers = new Leftovers(stored, codec, way::add, parts.answers());
        parts.answers().open();
        JournalRecovery recovery = parts.journal().open(stored, leftovers::take);
        backlog.storedThrough(stored);
        long last = Math.max(stored, recovery.lastPosition());
        parts.nodes().goOnFrom(last + 1, known.isEmpty());
        Batcher batcher = new Batcher(parts, backlog, leftovers.cuts(), config, listener);
        batcher.start();
        way.claims.start();
        return new MetricLog(parts, codec, way, batcher, recovery);
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
        long last =
                journal.append(
                                codec.encode(tenant, batch),
                                batch.size(),
                                record -> way.add(record, unstored))
                        .lastPosition();
        way.claims.cover(unstored);
        return last;
    }

    /**
     * Makes an answer durable together with the metrics that it is about, which may be none, and
     * tells the other nodes, if they can be reached.
     *
     * @return the position of the last one
     * @throws JournalException if they were not made durable
     */
    long append(KeyedAnswer answer, MetricBatch batch) {
        awaitRoom();
        Optional<Unstored> unstored =
                batch.isEmpty() ? Optional.empty() : Optional.of(Unstored.of(batch));
        long last =
                journal.append(
                                codec.encode(answer, batch),
                                batch.size(),
                                record -> {
                                    answers.put(answer);
                                    unstored.ifPresent(metrics -> way.add(record, metrics));
                                })
                        .lastPosition();
        unstored.ifPresent(way.claims::cover);
        peers.tell(answer);
        return last;
    }

    /** Senders who are faster than a healthy storage are slowed down to its pace. */
    private void awaitRoom() {
        try {
            way.backlog.awaitRoom(ROOM_AT_MOST);
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

    /**
     * How the storage is: as it says, but degraded while it answers and does not take what is to be
     * stored.
     */
    public Health checkStorage(Health itself) {
        return batcher.failingBecause()
                .filter(_ -> itself.status() == Health.Status.UP)
                .map(why -> Health.degraded("takes no metrics: %s".formatted(why)))
                .orElse(itself);
    }

    /** Whether there is room for more. */
    public JournalCapacity capacity() {
        return journal.capacity();
    }

    /** Waits until the metric at this position is stored; false if that takes longer. */
    boolean awaitStored(long position, Duration atMost) {
        try {
            return way.backlog.awaitStored(position, atMost);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Waits until all is stored that this tenant was acknowledged; false if that takes longer. */
    boolean awaitStored(TenantId tenant, Duration atMost) {
        return awaitStored(way.backlog.last(tenant), atMost);
    }

    /**
     * Waits until every metric is stored that was acknowledged before and that this question is
     * about, but not longer than that.
     */
    public void settle(TenantId tenant, MetricName name, TimeRange range, Duration atMost) {
        awaitStored(way.backlog.lastSeenBy(tenant, name, range), atMost);
    }

    /**
     * From when on metrics of a tenant may be missing in the storage.
     *
     * @param until the earliest timestamp of those that are acknowledged and not stored yet; empty
     *     if all are stored
     * @param ofAllNodes whether the other nodes' are among them, too
     */
    public record Completeness(Optional<Instant> until, boolean ofAllNodes) {}

    /** From when on metrics of this tenant may be missing in the storage. */
    public Completeness completeness(TenantId tenant) {
        PeersComplete others = peers.completeUntil(tenant);
        Optional<Instant> own = way.backlog.earliest(tenant);
        return switch (others) {
            case PeersComplete.Known(Optional<Instant> until) ->
                    new Completeness(
                            Stream.concat(own.stream(), until.stream()).min(Instant::compareTo),
                            true);
            case PeersComplete.Unknown() -> new Completeness(own, false);
        };
    }

    /** How another node answered a request with this key, as far as that is known here. */
    Optional<KeyedAnswer> answeredElsewhere(TenantId tenant, RequestKey key) {
        return peers.find(tenant, key);
    }

    /** How many metrics are acknowledged and not stored yet. */
    public long unstored() {
        return way.backlog.metrics();
    }

    /** How long the oldest of them has been waiting; zero if there is none. */
    public Duration oldestWait() {
        return way.backlog.oldestWait();
    }

    /** What was found when the journal was opened. */
    public JournalRecovery recovery() {
        return recovery;
    }

    /** Stores what it can, and closes the journal, which keeps the rest. */
    @Override
    public void close() {
        batcher.close();
        way.claims.close();
        peers.close();
        journal.close();
        answers.close();
    }
}
