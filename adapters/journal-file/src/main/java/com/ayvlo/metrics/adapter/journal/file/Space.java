package com.ayvlo.metrics.adapter.journal.file;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What the journal's files take and may take. Safe for concurrent use. */
final class Space {
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Disk disk;
    private final FileJournalConfig config;
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong found = new AtomicLong();
    private volatile Free free = new Free(Long.MAX_VALUE, System.nanoTime() - FRESH_NANOS);

    private record Free(long bytes, long atNanos) {}

    Space(Disk disk, FileJournalConfig config) {
        this.disk = disk;
        this.config = config;
    }

    /** Counts bytes that were there when the journal was opened. */
    void count(long bytes) {
        used.addAndGet(bytes);
        found.addAndGet(bytes);
    }

    /** Takes room for a new file, or says why there is none. */
    Optional<String> claim(long bytes) throws IOException {
        Optional<String> bound = claimBelow(config.maxBytesWithoutNotes(), bytes);
        if (bound.isPresent()) {
            return bound;
        }
        long usable = look();
        if (usable - bytes < config.reserveBytes()) {
            used.addAndGet(-bytes);
            return Optional.of(low(usable));
        }
        return Optional.empty();
    }

    /**
     * The same for a file for notes, without which nothing would ever be freed: neither the reserve
     * of the disk counts, nor that what was found is more than there may be now.
     */
    Optional<String> claimForNotes(long bytes) {
        long inAnyCase = found.get() + config.maxBytes() - config.maxBytesWithoutNotes();
        return claimBelow(Math.max(config.maxBytes(), inAnyCase), bytes);
    }

    private Optional<String> claimBelow(long bound, long bytes) {
        if (used.addAndGet(bytes) <= bound) {
            return Optional.empty();
        }
        used.addAndGet(-bytes);
        return Optional.of(
                "%d of %d bytes are used and nothing is released"
                        .formatted(used.get(), config.maxBytes()));
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
        return usable < config.reserveBytes() ? Optional.of(low(usable)) : Optional.empty();
    }

    private long look() throws IOException {
        long usable = disk.usableSpace(config.directory());
        free = new Free(usable, System.nanoTime());
        return usable;
    }

    private String low(long usable) {
        return "the disk has %d bytes left, of which %d are reserved"
                .formatted(usable, config.reserveBytes());
    }
}
