package com.ayvlo.metrics.application.ingest;

import com.ayvlo.metrics.domain.metric.MetricBatch;
import com.ayvlo.metrics.domain.storage.Block;
import com.ayvlo.metrics.domain.storage.BlockToken;
import com.ayvlo.metrics.domain.storage.BlockWriter;
import com.ayvlo.metrics.domain.storage.NodeId;
import com.ayvlo.metrics.domain.storage.StorageException;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Joins the batches of many requests into blocks and has one thread write them, in the order in
 * which they were submitted. While a block is being written the next one collects, so that blocks
 * grow with the load: an idle service writes at once, a busy one in large pieces.
 *
 * <p>Numbers the metrics of this node from where the store left off, so that each block has a token
 * by which the store recognises it. A block whose fate is unknown is written again under the same
 * token; one that was not kept gives its numbers back.
 *
 * <p>Safe for concurrent use. Memory is bounded: what exceeds the backlog is refused.
 */
public final class Batcher implements AutoCloseable {
    private final NodeId node;
    private final BlockWriter writer;
    private final InstantSource clock;
    private final BatcherConfig config;
    private final BatcherListener listener;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private int queued;
    private int inFlight;
    private Optional<Instant> inFlightSince = Optional.empty();
    private boolean closing;

    /** Only the writing thread: the last position that the store has, or -1 if to be asked for. */
    private long position = -1;

    private record Waiting(MetricBatch batch, Instant since, CompletableFuture<Void> done) {}

    /** A batcher; it does nothing until {@link #start()}. */
    public Batcher(
            NodeId node,
            BlockWriter writer,
            InstantSource clock,
            BatcherConfig config,
            BatcherListener listener) {
        this.node = node;
        this.writer = writer;
        this.clock = clock;
        this.config = config;
        this.listener = listener;
        this.thread = Thread.ofPlatform().name("batcher").unstarted(this::run);
    }

    /** Begins to write. */
    public void start() {
        thread.start();
    }

    /**
     * Hands a batch over.
     *
     * @return completes when every metric is durable, or with a {@link StorageException} if that
     *     could not be confirmed
     * @throws StorageException.Overloaded if too much is waiting already
     * @throws StorageException.Unavailable after {@link #close()}
     */
    public CompletableFuture<Void> submit(MetricBatch batch) {
        if (batch.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        lock.lock();
        try {
            if (closing) {
                throw new StorageException.Unavailable("the service is stopping");
            }
            if (queued + inFlight + batch.size() > config.maxBacklog() && queued + inFlight > 0) {
                throw new StorageException.Overloaded(
                        "%d metrics wait to be stored, the most is %d"
                                .formatted(queued + inFlight, config.maxBacklog()));
            }
            Waiting waiting = new Waiting(batch, clock.instant(), new CompletableFuture<>());
            queue.add(waiting);
            queued += batch.size();
            arrived.signal();
            return waiting.done;
        } finally {
            lock.unlock();
        }
    }

    /** How many metrics were submitted and are not stored yet. */
    public int backlog() {
        lock.lock();
        try {
            return queued + inFlight;
        } finally {
            lock.unlock();
        }
    }

    /** How long the oldest metric has been waiting to be stored; zero if none is. */
    public Duration oldestWait() {
        lock.lock();
        try {
            return inFlightSince
                    .or(() -> Optional.ofNullable(queue.peek()).map(Waiting::since))
                    .map(since -> Duration.between(since, clock.instant()))
                    .orElse(Duration.ZERO);
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more, stores what is waiting, and returns when that is done. */
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            arrived.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        for (List<Waiting> next = take(); !next.isEmpty(); next = take()) {
            store(next);
        }
    }

    /** The next batches for one block; none when closing and all is stored. */
    private List<Waiting> take() {
        lock.lock();
        try {
            inFlight = 0;
            inFlightSince = Optional.empty();
            while (queue.isEmpty()) {
                if (closing) {
                    return List.of();
                }
                arrived.awaitUninterruptibly();
            }
            List<Waiting> taken = new ArrayList<>();
            inFlightSince = Optional.of(queue.peek().since);
            while (!queue.isEmpty() && fits(queue.peek().batch, taken)) {
                Waiting waiting = queue.remove();
                taken.add(waiting);
                inFlight += waiting.batch.size();
            }
            queued -= inFlight;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private boolean fits(MetricBatch batch, List<Waiting> taken) {
        return taken.isEmpty() || inFlight + batch.size() <= config.maxBlock();
    }

    private void store(List<Waiting> waiting) {
        try {
            MetricBatch metrics = MetricBatch.join(waiting.stream().map(Waiting::batch).toList());
            if (position < 0) {
                position = writer.lastApplied(node);
            }
            write(block(metrics));
            waiting.forEach(each -> each.done.complete(null));
        } catch (StorageException failure) {
            waiting.forEach(each -> each.done.completeExceptionally(failure));
        } catch (RuntimeException | Error fault) {
            position = -1;
            waiting.forEach(each -> each.done.completeExceptionally(fault));
        }
    }

    private Block block(MetricBatch metrics) {
        ContentHash hash = ContentHash.of(metrics);
        long first = position + 1;
        long last = position + metrics.size();
        return new Block(
                new BlockToken(node, first, last, hash.high(), hash.low()),
                clock.instant(),
                metrics);
    }

    private void write(Block block) {
        for (int attempt = 1; ; attempt++) {
            long startedNanos = System.nanoTime();
            try {
                writer.write(block);
                listener.stored(
                        block.metrics().size(), Duration.ofNanos(System.nanoTime() - startedNanos));
                position = block.token().last();
                return;
            } catch (StorageException failure) {
                listener.failed(failure);
                if (!isUnknown(failure)) {
                    throw failure;
                }
                position = -1; // only the store knows
                if (attempt == config.attempts()) {
                    throw failure;
                }
                pause();
            }
        }
    }

    private static boolean isUnknown(StorageException failure) {
        return switch (failure) {
            case StorageException.OutcomeUnknown _, StorageException.TimedOut _ -> true;
            case StorageException.Unavailable _,
                    StorageException.Overloaded _,
                    StorageException.Unsupported _,
                    StorageException.Corrupt _ ->
                    false;
        };
    }

    private void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(config.retryDelay().toNanos());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
