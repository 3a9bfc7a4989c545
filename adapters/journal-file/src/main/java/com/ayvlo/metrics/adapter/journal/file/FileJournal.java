package com.ayvlo.metrics.adapter.journal.file;

import com.ayvlo.metrics.domain.journal.Journal;
import com.ayvlo.metrics.domain.journal.JournalCapacity;
import com.ayvlo.metrics.domain.journal.JournalException;
import com.ayvlo.metrics.domain.journal.JournalListener;
import com.ayvlo.metrics.domain.journal.JournalRecord;
import com.ayvlo.metrics.domain.journal.JournalRecovery;
import com.ayvlo.metrics.domain.tenant.Health;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The journal in files of this node's own disk: records one after the other, in segments that were
 * filled with zeros ahead of need, each with checksums; FORMAT.md describes every byte. One thread
 * writes and forces for all appenders.
 *
 * <p>Safe for concurrent use. Appenders may be virtual threads; they wait also when interrupted,
 * for a record on its way cannot be called back. Listeners are called by the writing thread: they
 * must neither block nor use the journal. One that throws stops the journal like a failed write.
 */
public final class FileJournal implements Journal {
    private static final long QUEUE_BYTES = 64L << 20;
    private static final int MOST_PAYLOAD = 1 << 30;

    private final FileJournalConfig config;
    private final Disk disk;
    private final Space space;
    private final AppendQueue queue = new AppendQueue(QUEUE_BYTES);
    private final SpareFiles spares;
    private volatile @Nullable Running running;

    private record Running(
            Closeable lock, SegmentList segments, SegmentReader reader, Committer committer) {}

    /** Does nothing yet: {@link #open} does. */
    public FileJournal(FileJournalConfig config) {
        this(config, new NioDisk());
    }

    FileJournal(FileJournalConfig config, Disk disk) {
        this.config = config;
        this.disk = disk;
        this.space = new Space(disk, config);
        this.spares = new SpareFiles(disk, config, space);
    }

    @Override
    public JournalRecovery open(long storedPosition, JournalListener recovered) {
        if (running != null || queue.ended() != null) {
            throw new IllegalStateException("a journal is opened once");
        }
        Path directory = config.directory();
        try {
            disk.createDirectories(directory);
            Closeable lock = disk.lock(directory.resolve("journal.lock"));
            try {
                return start(lock, storedPosition, recovered);
            } catch (IOException | RuntimeException failed) {
                queue.end(Failure.CLOSED);
                lock.close();
                throw failed;
            }
        } catch (IOException failed) {
            throw new JournalException.Stopped(
                    "the journal in %s cannot be opened: %s".formatted(directory, failed), failed);
        }
    }

    private JournalRecovery start(Closeable lock, long storedPosition, JournalListener listener)
            throws IOException {
        Recovered recovered = new Recovery(disk, config, space, storedPosition, listener).run();
        SegmentList segments =
                new SegmentList(disk, config.directory(), space, recovered.segments());
        Committer committer =
                new Committer(disk, config.directory(), queue, segments, spares, recovered);
        running =
                new Running(
                        lock,
                        segments,
                        new SegmentReader(disk, segments, recovered.journal()),
                        committer);
        spares.start();
        committer.start();
        return recovered.recovery();
    }

    private Running running() {
        Running now = running;
        if (now == null) {
            throw new JournalException.Stopped("the journal is not open");
        }
        return now;
    }

    @Override
    public JournalRecord append(ByteBuffer payload, int metrics, JournalListener durable) {
        if (metrics < 0) {
            throw new IllegalArgumentException("a record has no negative metrics: " + metrics);
        }
        if (payload.remaining() > MOST_PAYLOAD) {
            throw new IllegalArgumentException(
                    "a record has at most %d bytes, not %d"
                            .formatted(MOST_PAYLOAD, payload.remaining()));
        }
        return add(new PendingAppend(payload, metrics, durable));
    }

    @Override
    public JournalRecord note(ByteBuffer payload) {
        return add(PendingAppend.note(payload));
    }

    private JournalRecord add(PendingAppend append) {
        running();
        queue.add(append);
        return append.await();
    }

    @Override
    public long read(long fromSequence, long maxBytes, JournalListener reader) {
        try {
            return running().reader().read(fromSequence, maxBytes, reader);
        } catch (IOException failed) {
            throw new UncheckedIOException("the journal cannot be read", failed);
        }
    }

    @Override
    public void release(long throughPosition) {
        SegmentList segments = running().segments();
        if (segments.canRelease(throughPosition)) {
            // On a thread that nobody interrupts: that would close the file in the middle of it.
            Threads.join(Thread.ofPlatform().start(() -> release(segments, throughPosition)));
        }
    }

    private void release(SegmentList segments, long throughPosition) {
        try {
            segments.release(throughPosition);
            spares.roomChanged();
        } catch (IOException failed) {
            queue.end(
                    new Failure(
                            "the journal has stopped, because a file could not be deleted: "
                                    + failed,
                            failed));
        }
    }

    @Override
    public JournalCapacity capacity() {
        Optional<String> obstacle = obstacle();
        long used = space.used();
        return new JournalCapacity(
                used,
                config.maxBytes(),
                obstacle.isEmpty(),
                obstacle.orElseGet(
                        () -> "%d of %d bytes are used".formatted(used, config.maxBytes())));
    }

    private Optional<String> obstacle() {
        if (running == null) {
            return Optional.of("the journal is not open");
        }
        Failure ended = queue.ended();
        return ended != null ? Optional.of(ended.why()) : spares.refusal().or(space::shortage);
    }

    @Override
    public Health check() {
        Running now = running;
        Failure ended = queue.ended();
        JournalCapacity capacity = capacity();
        if (now == null || ended != null) {
            return Health.down(capacity.detail());
        }
        if (!capacity.accepting()) {
            return Health.degraded(capacity.detail());
        }
        String damage = now.reader().damage();
        return damage.isEmpty()
                ? Health.up(capacity.detail() + now.segments().describeOldest())
                : Health.degraded(damage);
    }

    @Override
    public void close() {
        queue.end(Failure.CLOSED);
        Running now = running;
        if (now == null) {
            return;
        }
        now.committer().join();
        try (Closeable _ = now.lock()) {
            spares.stop();
        } catch (IOException _) {
            // The lock ends with the process, and what is left over is deleted at the next start.
        }
    }
}
