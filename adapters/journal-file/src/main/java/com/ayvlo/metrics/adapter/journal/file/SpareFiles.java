package com.ayvlo.metrics.adapter.journal.file;

import com.ayvlo.metrics.domain.journal.JournalException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes the next segment's file ahead of need, on a thread of its own: no acknowledgement waits for
 * it, and a full disk shows here, where nothing is at stake. Keeps a small one beside it for notes
 * alone. Tries again once a second and as soon as room was given back. Safe for concurrent use.
 */
final class SpareFiles {
    private static final String SUFFIX = ".spare";
    private static final int CHUNK_BYTES = 1 << 20;
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Disk disk;
    private final FileJournalConfig config;
    private final Space space;
    private final ByteBuffer zeros;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread = Thread.ofPlatform().name("journal-spare").unstarted(this::run);
    private final Kind usual;
    private final Kind forNotes;
    private boolean stopped;
    private long made;

    /** What is kept ready, and guarded by the lock. */
    private static final class Kind {
        private final int bytes;
        private final boolean isForNotes;
        private @Nullable SpareFile ready;
        private @Nullable String refusal;
        private boolean isTriedAgain;

        Kind(int bytes, boolean isForNotes) {
            this.bytes = bytes;
            this.isForNotes = isForNotes;
        }

        boolean isDue() {
            return ready == null && (refusal == null || isTriedAgain);
        }

        void end(@Nullable SpareFile made, @Nullable String why) {
            ready = made;
            refusal = why;
            isTriedAgain = false;
        }

        @Nullable SpareFile take() {
            SpareFile taken = ready;
            ready = null;
            return taken;
        }
    }

    SpareFiles(Disk disk, FileJournalConfig config, Space space) {
        this.disk = disk;
        this.config = config;
        this.space = space;
        this.usual = new Kind(config.segmentBytes(), false);
        this.forNotes = new Kind(config.notesBytes(), true);
        this.zeros = ByteBuffer.allocateDirect(Math.min(config.segmentBytes(), CHUNK_BYTES));
    }

    static boolean isSpare(Path file) {
        return file.getFileName().toString().endsWith(SUFFIX);
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * A file of at least this size; waits while it is being made. For a note the small one is only
     * taken if there is no other.
     *
     * @throws JournalException.Full if it cannot be made now
     */
    SpareFile take(boolean isNote, int leastBytes) {
        return leastBytes > config.segmentBytes()
                ? makeNow(leastBytes)
                : takeReady(isNote && leastBytes <= config.notesBytes());
    }

    private SpareFile takeReady(boolean isNote) {
        lock.lock();
        try {
            while (true) {
                SpareFile spare = usual.take();
                if (spare == null && isNote && usual.refusal != null) {
                    spare = forNotes.take();
                }
                if (spare != null) {
                    changed.signalAll();
                    return spare;
                }
                if (usual.refusal != null && !(isNote && forNotes.refusal == null)) {
                    throw new JournalException.Full(usual.refusal);
                }
                if (stopped) {
                    throw new JournalException.Full("the journal is being closed");
                }
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** For the rare record that is larger than a segment; everything waits for it. */
    private SpareFile makeNow(int bytes) {
        try {
            return make(new Kind(bytes, false));
        } catch (IOException failed) {
            throw new JournalException.Full(describe(failed));
        }
    }

    /** Room was given back: what was refused is worth another try at once. */
    void roomChanged() {
        lock.lock();
        try {
            usual.refusal = null;
            forNotes.refusal = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Why no next file can be made. */
    Optional<String> refusal() {
        lock.lock();
        try {
            return Optional.ofNullable(usual.refusal);
        } finally {
            lock.unlock();
        }
    }

    /** Ends the thread and deletes what was made for nothing. */
    void stop() throws IOException {
        lock.lock();
        try {
            stopped = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        Threads.join(thread);
        for (Kind kind : List.of(usual, forNotes)) {
            SpareFile spare = kind.take();
            if (spare != null) {
                spare.file().close();
                disk.delete(spare.path());
                space.free(spare.bytes());
            }
        }
    }

    private void run() {
        for (Kind kind = awaitNeed(); kind != null; kind = awaitNeed()) {
            SpareFile spare = null;
            String why = null;
            try {
                spare = make(kind);
            } catch (JournalException.Full full) {
                why = full.getMessage();
            } catch (IOException | RuntimeException | OutOfMemoryError failed) {
                why = describe(failed);
            }
            lock.lock();
            try {
                kind.end(spare, why);
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Waits until one is to be made, or a second after none could be; null at the end. */
    private @Nullable Kind awaitNeed() {
        lock.lock();
        try {
            long left = RETRY_NANOS;
            while (!stopped) {
                for (Kind kind : List.of(usual, forNotes)) {
                    if (kind.isDue()) {
                        return kind;
                    }
                }
                if (usual.refusal == null && forNotes.refusal == null) {
                    changed.awaitUninterruptibly();
                } else if (left > 0) {
                    left = changed.awaitNanos(left);
                } else {
                    usual.isTriedAgain = true;
                    forNotes.isTriedAgain = true;
                }
            }
            return null;
        } catch (InterruptedException _) {
            return null;
        } finally {
            lock.unlock();
        }
    }

    private SpareFile make(Kind kind) throws IOException {
        Optional<String> noRoom =
                kind.isForNotes ? space.claimForNotes(kind.bytes) : space.claim(kind.bytes);
        if (noRoom.isPresent()) {
            throw new JournalException.Full(noRoom.get());
        }
        Path path = config.directory().resolve(nextName());
        DiskFile file = null;
        try {
            file = disk.create(path);
            fill(file, kind.bytes);
            return new SpareFile(path, file, kind.bytes, kind.isForNotes);
        } catch (IOException | RuntimeException failed) {
            space.free(kind.bytes);
            discard(path, file);
            throw failed;
        }
    }

    private String nextName() {
        lock.lock();
        try {
            made++;
            return made + SUFFIX;
        } finally {
            lock.unlock();
        }
    }

    private void fill(DiskFile file, int bytes) throws IOException {
        for (int offset = 0; offset < bytes; offset += zeros.capacity()) {
            int length = Math.min(zeros.capacity(), bytes - offset);
            file.writeFully(zeros.slice(0, length), offset);
        }
        file.force();
    }

    private void discard(Path path, @Nullable DiskFile file) {
        try {
            if (file != null) {
                file.close();
            }
            disk.delete(path);
        } catch (IOException _) {
            // It is deleted when the journal is opened the next time.
        }
    }

    private static String describe(Throwable failed) {
        return "no file can be made for the next records: " + failed;
    }
}
