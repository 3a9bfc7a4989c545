package com.ayvlo.metrics.application.ingest;

import com.ayvlo.metrics.domain.journal.Journal;
import com.ayvlo.metrics.domain.journal.JournalException;
import com.ayvlo.metrics.domain.journal.KeyedAnswers;
import com.ayvlo.metrics.domain.journal.SetAside;
import com.ayvlo.metrics.domain.metric.MetricBatch;
import com.ayvlo.metrics.domain.storage.Block;
import com.ayvlo.metrics.domain.storage.BlockToken;
import com.ayvlo.metrics.domain.storage.BlockWriter;
import com.ayvlo.metrics.domain.storage.StorageException;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
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

    private final NodeEpochs nodes;
    private final BlockWriter storage;
    private final Journal journal;
    private final KeyedAnswers answers;
    private final SetAside setAside;
    private final InstantSource clock;
    private final Backlog backlog;
    private final BatcherConfig config;
    private final BatcherListener listener;
    private final Thread thread = Thread.ofPlatform().name("batcher").unstarted(this::run);
    private final CountDownLatch stopping = new CountDownLatch(1);

    /** Only the writing thread: blocks that were decided on before a crash, in order. */
    private final Deque<Cut> decided;

    /** Only the writing thread: what the storage had when it was first asked, or -1. */
    private long applied = -1;

    /** Only the writing thread: up to where the journal was told to forget. */
    private long released;

    Batcher(
            MetricLog.Parts parts,
            Backlog backlog,
            Deque<Cut> decided,
            BatcherConfig config,
            BatcherListener listener) {
        this.nodes = parts.nodes();
        this.storage = parts.storage();
        this.journal = parts.journal();
        this.answers = parts.answers();
        this.setAside = parts.setAside();
        this.clock = parts.clock();
        this.backlog = backlog;
        this.decided = decided;
        this.config = config;
        this.listener = listener;
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
            boolean going = true;
            while (going) {
                List<Backlog.Waiting> records = backlog.take(most(), this::releaseWhenIdle);
                going = !records.isEmpty() && (isStored(records) || store(block(records)));
            }
        } catch (JournalException.Stopped stopped) {
            LOG.log(System.Logger.Level.ERROR, "nothing is stored any more: no journal", stopped);
        }
    }

    /** The most metrics of the next block; as many as it had, if it was decided on before. */
    private int most() {
        Cut next = decided.peek();
        return next == null ? config.maxBlock() : next.size();
    }

    /** Whether the storage has these records already: it could not be asked before. */
    private boolean isStored(List<Backlog.Waiting> records) {
        if (applied < 0 && !tryAgainUntilDone(() -> applied = nodes.last(storage::lastApplied))) {
            return false;
        }
        boolean stored = records.getLast().lastPosition() <= applied;
        if (stored) {
            backlog.stored();
        }
        return stored;
    }

    private Block block(List<Backlog.Waiting> records) {
        MetricBatch metrics =
                MetricBatch.join(records.stream().map(record -> record.metrics().batch()).toList());
        long last = records.getLast().lastPosition();
        long first = last - metrics.size() + 1;
        Instant createdAt = cut(first, last).createdAt();
        ContentHash hash = ContentHash.of(metrics);
        return new Block(
                new BlockToken(nodes.at(first), first, last, hash.high(), hash.low()),
                createdAt,
                metrics);
    }

    private Cut cut(long first, long last) {
        while (!decided.isEmpty() && decided.peek().first() <= first) {
            Cut before = decided.remove();
            if (before.first() == first && before.last() == last) {
                return before;
            }
        }
        Cut cut = new Cut(nodes.at(first), first, last, clock.instant());
        journal.append(cut.encode(), 0, _ -> {});
        return cut;
    }

    /** Whether the block was stored; false if the service stops and the store does not take it. */
    private boolean store(Block block) {
        boolean stored = tryAgainUntilDone(() -> writeWhatIsTaken(block));
        if (stored) {
            backlog.stored();
            release();
        }
        return stored;
    }

    /** The storage may have secured more meanwhile, and answers without metrics take room, too. */
    private void releaseWhenIdle() {
        try {
            answers.secure();
            journal.release(nodes.last(storage::secured));
        } catch (StorageException away) {
            listener.failed(away);
        }
    }

    /** Room is freed only when nothing in it is needed any more: neither metrics nor answers. */
    private void release() {
        long secured = nodes.last(storage::secured);
        if (secured > released) {
            answers.secure();
            journal.release(secured);
            released = secured;
        }
    }

    /** Repeats with growing pauses what fails for the storage; false if the service stops. */
    private boolean tryAgainUntilDone(Runnable attempt) {
        Duration pause = config.firstPause();
        while (true) {
            try {
                attempt.run();
                return true;
            } catch (StorageException failure) {
                listener.failed(failure);
                LOG.log(
                        System.Logger.Level.WARNING,
                        "the storage does not take metrics: {0}",
                        failure.getMessage());
            }
            if (isStoppingWithin(pause)) {
                return false;
            }
            pause = config.after(pause);
        }
    }

    private void write(Block block) {
        long startedNanos = System.nanoTime();
        storage.write(block);
        listener.stored(block.metrics().size(), Duration.ofNanos(System.nanoTime() - startedNanos));
    }

    /**
     * Writes the block; without the metrics that the storage refuses, which are set aside first.
     */
    private void writeWhatIsTaken(Block block) {
        try {
            write(block);
        } catch (StorageException.Unsupported refusal) {
            BitSet refused = RefusedMetrics.find(storage, block.metrics());
            if (refused.isEmpty()) {
                throw refusal; // none of them by itself: something else is wrong
            }
            setAside.keep(block.token(), block.metrics().only(refused), String.valueOf(refusal));
            BitSet taken = new BitSet();
            taken.set(0, block.metrics().size());
            taken.andNot(refused);
            write(new Block(block.token(), block.createdAt(), block.metrics().only(taken)));
            listener.setAside(refused.cardinality());
            LOG.log(
                    System.Logger.Level.ERROR,
                    "the storage refuses {0} metrics of block {1}; they are set aside",
                    refused.cardinality(),
                    block.token());
        }
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
