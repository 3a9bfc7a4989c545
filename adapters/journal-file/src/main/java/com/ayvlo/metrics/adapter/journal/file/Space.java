package com.ayvlo.metrics.adapter.journal.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What the journal's files take and may take. Safe for concurrent use. */
final class Space {
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Disk disk;
    private final Path directory;
    private final long maxBytes;
    private final long reserveBytes;
    private final AtomicLong used = new AtomicLong();
    private volatile Free free = new Free(Long.MAX_VALUE, System.nanoTime() - FRESH_NANOS);

    private record Free(long bytes, long atNanos) {}

    Space(Disk disk, FileJournalConfig config) {
        this.disk = disk;
        this.directory = config.directory();
        this.maxBytes = config.maxBytes();
        this.reserveBytes = config.reserveBytes();
    }

    /** Counts bytes that are there already. */
    void count(long bytes) {
        used.addAndGet(bytes);
    }

    /** Takes room for a new file, or says why there is none. */
    Optional<String> claim(long bytes) throws IOException {
        if (used.addAndGet(bytes) > maxBytes) {
            used.addAndGet(-bytes);
            return Optional.of(
                    "%d of %d bytes are used and nothing is released"
                            .formatted(used.get(), maxBytes));
        }
        long usable = look();
        if (usable - bytes < reserveBytes) {
            used.addAndGet(-bytes);
            return Optional.of(low(usable));
        }
        return Optional.empty();
    }

    /** Gives room back. */
    void free(long bytes) {
        used.addAndGet(-bytes);
    }

    long used() {
        return used.get();
    }

    /** Why the disk has too little room, as of at most a second ago. */
    Optional<String> shortage() {
        Free known = free;
        long usable = known.bytes();
        if (System.nanoTime() - known.atNanos() >= FRESH_NANOS) {
            try {
                usable = look();
            } catch (IOException failed) {
                return Optional.of("the disk does not say how much is free: " + failed);
            }
        }
        return usable < reserveBytes ? Optional.of(low(usable)) : Optional.empty();
    }

    private long look() throws IOException {
        long usable = disk.usableSpace(directory);
        free = new Free(usable, System.nanoTime());
        return usable;
    }

    private String low(long usable) {
        return "the disk has %d bytes left, of which %d are reserved"
                .formatted(usable, reserveBytes);
    }
}
