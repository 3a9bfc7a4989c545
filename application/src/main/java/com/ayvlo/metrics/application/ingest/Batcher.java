package com.ayvlo.metrics.application.ingest;

import com.ayvlo.metrics.domain.journal.Journal;
import com.ayvlo.metrics.domain.journal.JournalException;
import com.ayvlo.metrics.domain.journal.SetAside;
import com.ayvlo.metrics.domain.metric.MetricBatch;
import com.ayvlo.metrics.domain.storage.Block;
import com.ayvlo.metrics.domain.storage.BlockToken;
import com.ayvlo.metrics.domain.storage.BlockWriter;
import com.ayvlo.metrics.domain.storage.StorageException;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Takes what is acknowledged from the backlog, joins it into blocks, and has one thread write them
 * in the order of the journal, one at a time. While a block is being written the next one collects,
 * so that blocks grow with the load.
 *
 * <p>What a block holds is decided once and written to the journal before the first attempt. An
 * attempt that fails is repeated under the same token until it succeeds, with growing pauses: what
 * was acknowledged is never given up. Metrics that the store refuses for what they are get set
 * aside.
 */
final class Batcher {
    private static final System.Logger LOG = System.getLogger(Batcher.class.getName());

    /** After so long without work, room is given back. */
    private static final Duration IDLE = Duration.ofSeconds(10);

    private static final long LONG_AGO = TimeUnit.HOURS.toNanos(1);

    private final NodeEpochs nodes;
    private final BlockWriter storage;
    private final Journal journal;
    private final SetAside setAside;
    private final InstantSource clock;
    private final Backlog backlog;
    private final BatcherConfig config;
    private final BatcherListener listener;
    private final Thread thread = Thread.ofPlatform().name("batcher").unstarted(this::run);
    private final CountDownLatch stopping = new CountDownLatch(1);

    /** Only the writing thread: blocks that were decided on before a crash, in order. */
    private final Deque<Cut> decided;

    /** Only the writing thread: when the last block was begun. */
    private long begunNanos = System.nanoTime() - LONG_AGO;

    /** Only the writing thread. */
    private final Release release;

    private volatile @Nullable String endedBecause;

    private volatile @Nullable String failingBecause;

    Batcher(
            MetricLog.Parts parts,
            Backlog backlog,
            Deque<Cut> decided,
            BatcherConfig config,
            BatcherListener listener) {
        this.nodes = parts.nodes();
        this.storage = parts.storage();
        this.journal = parts.journal();
        this.setAside = parts.setAside();
        this.clock = parts.clock();
        this.backlog = backlog;
        this.decided = decided;
        this.config = config;
        this.listener = listener;
        this.release = new Release(parts, listener);
    }

    void start() {
        thread.start();
    }

    /** Stores what is left, but gives up on a store that does not take it: the journal has it. */
    void close() {
        stopping.countDown();
        backlog.close();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            awaitAny();
            if (backlog.awaitNext() == 0 || tryAgainUntilDone(this::skipStored)) {
                storeAll();
                release.secureAll();
            }
        } catch (JournalException.Stopped stopped) {
            ended("no journal", stopped);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException fault) {
            ended("a fault", fault);
        }
    }

    private void ended(String why, RuntimeException failure) {
        LOG.log(System.Logger.Level.ERROR, "nothing is stored any more: " + why, failure);
        endedBecause = "nothing is stored any more: " + why + ", see the log; restart the service";
    }

    /** Why nothing will be stored until the service is started again; empty while it goes on. */
    Optional<String> endedBecause() {
        return Optional.ofNullable(endedBecause);
    }

    /** Why the last attempt to store something failed; empty since one succeeded. */
    Optional<String> failingBecause() {
        return Optional.ofNullable(failingBecause);
    }

    /** Asks again what the storage has: when the journal was opened it may have been away. */
    private void skipStored() {
        backlog.storedThrough(nodes.last(storage::lastApplied));
    }

    private void storeAll() throws InterruptedException {
        boolean going = true;
        while (going) {
            awaitAny();
            backlog.awaitBlock(config.maxBlock(), config.pace(), begunNanos);
            long first = backlog.awaitNext();
            going = first > 0 && store(take(first));
        }
    }

    /** Returns when there is something to take, or nothing will come any more. */
    private void awaitAny() throws InterruptedException {
        while (!backlog.awaitAny(IDLE) && !isStopping()) {
            release.all();
        }
    }

    /** The records of the next block; those that it had, if it was decided on before. */
    private List<Waiting> take(long first) {
        while (!decided.isEmpty() && decided.element().first() < first) {
            decided.remove();
        }
        Cut next = decided.peek();
        if (next == null) {
            return backlog.take(1, config.maxBlock());
        }
        return next.first() == first
                ? backlog.take(next.size(), next.size())
                : backlog.take(1, (int) Math.min(config.maxBlock(), next.first() - first));
    }

    /** Whether the records were stored; false if the service stops and the store is away. */
    private boolean store(List<Waiting> records) {
        MetricBatch metrics =
                MetricBatch.join(records.stream().map(record -> record.metrics().batch()).toList());
        long last = records.getLast().lastPosition();
        Optional<Cut> cut = cut(last - metrics.size() + 1, last);
        return cut.isPresent() && store(block(cut.get(), metrics));
    }

    private Block block(Cut cut, MetricBatch metrics) {
        ContentHash hash = ContentHash.of(metrics);
        BlockToken token =
                new BlockToken(
                        nodes.at(cut.first()), cut.first(), cut.last(), hash.high(), hash.low());
        return new Block(token, cut.createdAt(), metrics);
    }

    /** Empty if the service stops and the journal has no room. */
    private Optional<Cut> cut(long first, long last) {
        while (!decided.isEmpty() && decided.element().first() == first) {
            Cut before = decided.remove();
            if (before.last() == last) {
                return Optional.of(before);
            }
        }
        Cut cut = new Cut(nodes.at(first), first, last, clock.instant());
        boolean written = tryAgainUntilDone(() -> journal.note(cut.encode()));
        return written ? Optional.of(cut) : Optional.empty();
    }

    private boolean store(Block block) {
        begunNanos = System.nanoTime();
        Delivery delivery = new Delivery(storage, setAside, block);
        if (!tryAgainUntilDone(() -> attempt(delivery))) {
            return false;
        }
        if (delivery.setAside() > 0) {
            listener.setAside(delivery.setAside());
            LOG.log(
                    System.Logger.Level.ERROR,
                    "the storage refuses {0} metrics of block {1}; they are set aside",
                    delivery.setAside(),
                    block.token());
        }
        backlog.stored();
        release.newlySecured();
        return true;
    }

    private void attempt(Delivery delivery) {
        long startedNanos = System.nanoTime();
        delivery.attempt();
        listener.stored(delivery.size(), Duration.ofNanos(System.nanoTime() - startedNanos));
    }

    /** Repeats with growing pauses what fails; false if the service stops. */
    private boolean tryAgainUntilDone(Runnable attempt) {
        Duration pause = config.firstPause();
        while (true) {
            try {
                attempt.run();
                backlog.setFailing(false);
                failingBecause = null;
                return true;
            } catch (JournalException.Stopped stopped) {
                throw stopped;
            } catch (StorageException failure) {
                listener.failed(failure);
                failingBecause = String.valueOf(failure.getMessage());
                LOG.log(
                        System.Logger.Level.WARNING,
                        "the storage does not take metrics: {0}",
                        failure.getMessage());
            } catch (RuntimeException failure) {
                failingBecause = "a fault, see the log";
                LOG.log(System.Logger.Level.ERROR, "metrics cannot be stored", failure);
            }
            backlog.setFailing(true);
            if (isStoppingWithin(pause)) {
                return false;
            }
            pause = config.after(pause);
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /** Waits a random part of the pause; says whether the service is stopping. */
    private boolean isStoppingWithin(Duration pause) {
        long nanos = ThreadLocalRandom.current().nextLong(pause.toNanos() / 2, pause.toNanos());
        try {
            return stopping.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
