package com.ayvlo.metrics.adapter.journal.file;

import com.ayvlo.metrics.domain.journal.JournalException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes the next segment's file ahead of need, on a thread of its own: no acknowledgement waits for
 * it, and a full disk shows here, where nothing is at stake. Tries again once a second and as soon
 * as room was given back. Safe for concurrent use.
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
    private @Nullable SpareFile ready;
    private @Nullable String refusal;
    private boolean stopped;
    private long made;

    SpareFiles(Disk disk, FileJournalConfig config, Space space) {
        this.disk = disk;
        this.config = config;
        this.space = space;
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
     * A file of at least this size; waits while it is being made.
     *
     * @throws JournalException.Full if it cannot be made now
     */
    SpareFile take(int leastBytes) {
        return leastBytes > config.segmentBytes() ? makeNow(leastBytes) : takeReady();
    }

    private SpareFile takeReady() {
        lock.lock();
        try {
            while (true) {
                SpareFile spare = ready;
                if (spare != null) {
                    ready = null;
                    changed.signalAll();
                    return spare;
                }
                if (refusal != null) {
                    throw new JournalException.Full(refusal);
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
            return make(bytes);
        } catch (IOException failed) {
            throw new JournalException.Full(describe(failed));
        }
    }

    /** Room was given back: what was refused is worth another try at once. */
    void roomChanged() {
        lock.lock();
        try {
            refusal = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Why no next file can be made. */
    Optional<String> refusal() {
        lock.lock();
        try {
            return Optional.ofNullable(refusal);
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
        SpareFile spare = ready;
        if (spare != null) {
            ready = null;
            spare.file().close();
            disk.delete(spare.path());
            space.free(spare.bytes());
        }
    }

    private void run() {
        while (awaitNeed()) {
            SpareFile spare = null;
            String why = null;
            try {
                spare = make(config.segmentBytes());
            } catch (JournalException.Full full) {
                why = full.getMessage();
            } catch (IOException | RuntimeException | OutOfMemoryError failed) {
                why = describe(failed);
            }
            lock.lock();
            try {
                ready = spare;
                refusal = why;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private boolean awaitNeed() {
        lock.lock();
        try {
            long left = RETRY_NANOS;
            while (!stopped && (ready != null || (refusal != null && left > 0))) {
                if (ready != null) {
                    changed.awaitUninterruptibly();
                } else {
                    left = changed.awaitNanos(left);
                }
            }
            return !stopped;
        } catch (InterruptedException _) {
            return !stopped;
        } finally {
            lock.unlock();
        }
    }

    private SpareFile make(int bytes) throws IOException {
        Optional<String> noRoom = space.claim(bytes);
        if (noRoom.isPresent()) {
            throw new JournalException.Full(noRoom.get());
        }
        Path path = config.directory().resolve(nextName());
        DiskFile file = null;
        try {
            file = disk.create(path);
            fill(file, bytes);
            return new SpareFile(path, file, bytes);
        } catch (IOException | RuntimeException failed) {
            space.free(bytes);
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
