package com.ayvlo.metrics.application.ingest;

import com.ayvlo.metrics.domain.metric.MetricBatch;
import com.ayvlo.metrics.domain.storage.Block;
import com.ayvlo.metrics.domain.storage.BlockWriter;
import com.ayvlo.metrics.domain.storage.NodeId;
import com.ayvlo.metrics.domain.storage.StorageException;
import com.ayvlo.metrics.testkit.TestMetric;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** A store that fails as it is told to, on the way to one that works. */
final class TestStore implements BlockWriter {
    private final BlockWriter right;
    private final Object writing = new Object();
    private final List<Block> attempts = new ArrayList<>();
    private final ConcurrentLinkedQueue<Fault> faults = new ConcurrentLinkedQueue<>();
    private final AtomicReference<CountDownLatch> gate =
            new AtomicReference<>(new CountDownLatch(0));
    private final Semaphore arrived = new Semaphore(0);
    private final AtomicInteger probes = new AtomicInteger();
    private volatile Predicate<TestMetric> poison = _ -> false;
    private volatile BooleanSupplier positionUnknown = () -> false;
    private volatile BooleanSupplier securedUnknown = () -> false;
    private volatile boolean away;
    private volatile boolean ended;
    private volatile long securedLag;
    private volatile boolean securesOnRequest;
    private volatile boolean lastBlockInDoubt;
    private volatile long beforeLastBlock;

    /** What goes wrong with one write. */
    enum Fault {
        NONE,
        AWAY,
        OVERLOADED,
        TIMED_OUT,
        TIMED_OUT_BUT_STORED,
        UNKNOWN,
        UNKNOWN_BUT_STORED,
        REFUSED,
        A_BUG,
        A_BUG_BUT_STORED
    }

    TestStore(BlockWriter right) {
        this.right = right;
    }

    /** The next writes go wrong like this, one after the other. */
    void fail(Fault... next) {
        faults.addAll(List.of(next));
    }

    /** From now on nothing can be asked or written, or everything again. */
    void away(boolean isAway) {
        away = isAway;
    }

    /** The process that uses it is dead: not a write more. Returns when none is under way. */
    void end() {
        synchronized (writing) {
            ended = true;
        }
        open();
    }

    void positionUnknown(BooleanSupplier whether) {
        positionUnknown = whether;
    }

    void securesOnRequest() {
        securesOnRequest = true;
    }

    void securedUnknown(BooleanSupplier whether) {
        securedUnknown = whether;
    }

    /** Has so many of the last metrics not secured, and cannot do more about it. */
    void securedLag(long metrics) {
        securedLag = metrics;
    }

    /**
     * From now on it cannot tell whether it has the last block that it stored, as a store that
     * keeps positions apart from metrics; it still recognises that block by its token.
     *
     * @param before the process before this one, whose last block that may be
     */
    void doubtLastBlock(TestStore before) {
        beforeLastBlock = before.beforeLastBlock;
        lastBlockInDoubt = true;
    }

    /** These are refused for what they are. */
    void refuse(Predicate<TestMetric> bad) {
        poison = bad;
    }

    /** Writes wait from now on until {@link #open}. */
    void shut() {
        gate.set(new CountDownLatch(1));
    }

    void open() {
        gate.get().countDown();
    }

    /** Waits until one more write has begun. */
    void awaitWrite() throws InterruptedException {
        if (!arrived.tryAcquire(10, TimeUnit.SECONDS)) {
            throw new AssertionError("nothing was written within 10 s");
        }
    }

    /** Every block that was to be written, in order. */
    List<Block> attempts() {
        synchronized (attempts) {
            return List.copyOf(attempts);
        }
    }

    int probes() {
        return probes.get();
    }

    @Override
    public void write(Block block) {
        synchronized (attempts) {
            attempts.add(block);
        }
        arrived.release();
        await(gate.get());
        synchronized (writing) {
            if (away || ended) {
                throw new StorageException.Unavailable("away");
            }
            Fault queued = faults.poll();
            Fault fault = queued == null ? Fault.NONE : queued;
            if (isStored(fault)) {
                check(block.metrics());
                right.write(block);
                beforeLastBlock = block.token().first() - 1;
            }
            fail(fault);
        }
    }

    private static boolean isStored(Fault fault) {
        return switch (fault) {
            case NONE, TIMED_OUT_BUT_STORED, UNKNOWN_BUT_STORED, A_BUG_BUT_STORED -> true;
            case AWAY, OVERLOADED, TIMED_OUT, UNKNOWN, REFUSED, A_BUG -> false;
        };
    }

    private static void fail(Fault fault) {
        switch (fault) {
            case NONE -> {}
            case AWAY -> throw new StorageException.Unavailable("away");
            case OVERLOADED -> throw new StorageException.Overloaded("too much");
            case TIMED_OUT, TIMED_OUT_BUT_STORED -> throw new StorageException.TimedOut("slow");
            case UNKNOWN, UNKNOWN_BUT_STORED ->
                    throw new StorageException.OutcomeUnknown("cut off", new Exception("reset"));
            case REFUSED -> throw new StorageException.Unsupported("no");
            case A_BUG, A_BUG_BUT_STORED -> throw new IllegalStateException("a bug");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void check(MetricBatch metrics) {
        if (Metrics.in(metrics).stream().anyMatch(poison)) {
            throw new StorageException.Unsupported("bad metrics");
        }
    }

    private void reachable() {
        if (away || ended) {
            throw new StorageException.Unavailable("away");
        }
    }

    @Override
    public long lastApplied(NodeId node) {
        reachable();
        if (positionUnknown.getAsBoolean()) {
            throw new StorageException.Unavailable("still starting");
        }
        return known(right.lastApplied(node));
    }

    @Override
    public long secured(NodeId node) {
        reachable();
        if (securedUnknown.getAsBoolean()) {
            throw new StorageException.Unavailable("gone");
        }
        return Math.max(0, known(right.secured(node)) - securedLag);
    }

    @Override
    public void secure() {
        reachable();
        if (securedLag > 0 && !securesOnRequest) {
            throw new StorageException.Unavailable("a query is in the way");
        }
        securedLag = 0;
    }

    private long known(long position) {
        return lastBlockInDoubt ? Math.min(position, beforeLastBlock) : position;
    }

    @Override
    public void probe(MetricBatch metrics) {
        reachable();
        probes.incrementAndGet();
        check(metrics);
    }
}
