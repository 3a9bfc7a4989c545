package com.ayvlo.metrics.application.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.journal.Journal;
import com.ayvlo.metrics.domain.journal.Peers;
import com.ayvlo.metrics.domain.metric.MetricBatch;
import com.ayvlo.metrics.domain.storage.BlockToken;
import com.ayvlo.metrics.domain.storage.NodeId;
import com.ayvlo.metrics.domain.storage.StorageException;
import com.ayvlo.metrics.testkit.InMemoryJournal;
import com.ayvlo.metrics.testkit.InMemoryStorage;
import com.ayvlo.metrics.testkit.MutableClock;
import com.ayvlo.metrics.testkit.TestMetric;
import com.ayvlo.metrics.testkit.TestQueries;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** A log with all that it works with; {@link #crash} gives the next process. */
public final class TestLog implements AutoCloseable {
    static final BlockPace AT_ONCE = new BlockPace(1, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    static final BatcherConfig CONFIG =
            new BatcherConfig(1000, 100, AT_ONCE, Duration.ofMillis(1), Duration.ofMillis(4));
    static final Duration PAUSE = Duration.ofMillis(2);
    static final Duration LONG = Duration.ofSeconds(20);

    /** Used by the log. */
    public final MutableClock clock;

    /** Used by the log. */
    public final InMemoryStorage storage;

    final InMemoryJournal journal;
    final TestStore store;
    final Aside aside;
    final RememberedAnswers answers;
    final Heard heard = new Heard();
    final NodeSeriesDictionary dictionary = new NodeSeriesDictionary(10_000);
    private final List<NodeEpochs.Epoch> epochs;
    private final BatcherConfig config;
    private Peers peers = Peers.NONE;
    private MetricLog opened;

    /** What was set aside, by block. */
    static final class Aside {
        final ConcurrentHashMap<BlockToken, List<TestMetric>> kept = new ConcurrentHashMap<>();

        List<TestMetric> all() {
            return kept.values().stream().flatMap(List::stream).toList();
        }
    }

    /** What the batcher told. */
    static final class Heard implements BatcherListener {
        final List<Integer> stored = new ArrayList<>();
        final List<StorageException> failed = new ArrayList<>();
        final List<Integer> setAside = new ArrayList<>();

        @Override
        public synchronized void stored(int metrics, Duration took) {
            stored.add(metrics);
            notifyAll();
        }

        synchronized List<Integer> stored() {
            return List.copyOf(stored);
        }

        synchronized void awaitStored(int blocks) throws InterruptedException {
            await(stored, blocks);
        }

        @Override
        public synchronized void failed(StorageException failure) {
            failed.add(failure);
            notifyAll();
        }

        @Override
        public synchronized void setAside(int metrics) {
            setAside.add(metrics);
        }

        synchronized List<Integer> setAsides() {
            return List.copyOf(setAside);
        }

        synchronized List<StorageException> failures() {
            return List.copyOf(failed);
        }

        synchronized void awaitFailures(int count) throws InterruptedException {
            await(failed, count);
        }

        private synchronized void await(List<?> heard, int count) throws InterruptedException {
            long end = System.nanoTime() + LONG.toNanos();
            while (heard.size() < count) {
                long left = end - System.nanoTime();
                assertThat(left).as("time left for %d of %s", count, heard).isPositive();
                wait(Math.max(1, left / 1_000_000));
            }
        }
    }

    private TestLog(
            MutableClock clock,
            InMemoryStorage storage,
            InMemoryJournal journal,
            Aside aside,
            RememberedAnswers answers,
            List<NodeEpochs.Epoch> epochs,
            BatcherConfig config) {
        this.answers = answers;
        this.clock = clock;
        this.storage = storage;
        this.journal = journal;
        this.aside = aside;
        this.epochs = epochs;
        this.config = config;
        this.store = new TestStore(storage.writer());
    }

    /** Everything empty, and the log not open yet. */
    static TestLog prepare(BatcherConfig config) {
        return new TestLog(
                MutableClock.at(TestMetric.START),
                new InMemoryStorage(),
                new InMemoryJournal(1L << 30),
                new Aside(),
                new RememberedAnswers(),
                new ArrayList<>(List.of(new NodeEpochs.Epoch(NodeId.random(), 1))),
                config);
    }

    /** Everything empty, and the log open. */
    public static TestLog open() {
        return open(CONFIG);
    }

    static TestLog open(BatcherConfig config) {
        return prepare(config).start();
    }

    /** The same with other bounds, not open yet. */
    TestLog with(BatcherConfig bounds) {
        return new TestLog(clock, storage, journal, aside, answers, epochs, bounds);
    }

    /** Another node with the same storage, and these peers; not open yet. */
    TestLog beside(Peers others) {
        return new TestLog(
                        clock,
                        storage,
                        new InMemoryJournal(1L << 30),
                        new Aside(),
                        new RememberedAnswers(),
                        new ArrayList<>(List.of(new NodeEpochs.Epoch(NodeId.random(), 1))),
                        config)
                .among(others);
    }

    /** The same with these peers, not open yet. */
    TestLog among(Peers others) {
        peers = others;
        return this;
    }

    TestLog start() {
        return start(journal);
    }

    TestLog start(Journal through) {
        opened =
                MetricLog.open(
                        new MetricLog.Parts(
                                new NodeEpochs(epochs, false, this::keep),
                                through,
                                answers,
                                peers,
                                store,
                                (token, metrics, _) -> aside.kept.put(token, Metrics.in(metrics)),
                                dictionary,
                                clock),
                        config,
                        heard);
        return this;
    }

    /** The log. */
    public MetricLog log() {
        return opened;
    }

    private void keep(List<NodeEpochs.Epoch> changed) {
        epochs.clear();
        epochs.addAll(changed);
    }

    int ids() {
        return epochs.size();
    }

    /** The one that metrics are numbered under now. */
    NodeId node() {
        return epochs.getLast().node();
    }

    /** Appends; returns the last position. */
    public long append(List<TestMetric> metrics) {
        MetricBatch batch = Metrics.batch(dictionary, metrics);
        return opened.append(metrics.getFirst().tenant(), batch);
    }

    /** Appends, and waits until it is stored. */
    public void store(List<TestMetric> metrics) {
        assertThat(opened.awaitStored(append(metrics), LONG)).as("stored in time").isTrue();
    }

    /** The process ends here and now; the next one finds journal and storage as they are. */
    TestLog crash() {
        store.end();
        journal.stop("the process is dead");
        InMemoryJournal left = journal.next();
        opened.close();
        return new TestLog(clock, storage, left, aside, answers.next(), epochs, config);
    }

    TestLog crash(Consumer<TestLog> before) {
        TestLog next = crash();
        clock.advance(Duration.ofSeconds(1));
        before.accept(next);
        return next.start();
    }

    /** Writes wait from now on, until the log is closed. */
    public void stall() {
        store.shut();
    }

    @Override
    public void close() {
        store.open();
        opened.close();
    }

    /** Values of the stored metrics of this name, in order of time. */
    List<Double> values(TestMetric like) {
        return storage
                .reader()
                .raw(like.tenant(), TestQueries.raw(like.name().value()).build())
                .rows()
                .stream()
                .map(row -> row.value())
                .toList();
    }
}
