package com.ayvlo.metrics.adapter.idempotency.file;

import com.ayvlo.metrics.domain.journal.RequestKey;
import com.ayvlo.metrics.domain.tenant.TenantId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Predicate;

/**
 * All generations. Safe for concurrent use, with one thread at a time that changes something; never
 * waits for a disk.
 */
final class Generations implements AutoCloseable {
    private final Room room;
    private final StampedLock lock = new StampedLock();

    /** Newest first, since most repeats come soon. */
    private final List<Generation> all = new ArrayList<>();

    Generations(Room room) {
        this.room = room;
    }

    /** Where the answer of this key stands, if it is known. */
    @Nullable Place find(RequestKey key) {
        long stamp = lock.readLock();
        try {
            for (Generation generation : all) {
                long place = generation.index().find(key);
                if (place != 0) {
                    return Place.unpack(generation.hour(), place);
                }
            }
            return null;
        } finally {
            lock.unlockRead(stamp);
        }
    }

    /** The generation of this hour, if there is one. */
    @Nullable Generation of(long hour) {
        long stamp = lock.readLock();
        try {
            return all.stream().filter(one -> one.hour() == hour).findFirst().orElse(null);
        } finally {
            lock.unlockRead(stamp);
        }
    }

    List<Generation> all() {
        long stamp = lock.readLock();
        try {
            return List.copyOf(all);
        } finally {
            lock.unlockRead(stamp);
        }
    }

    void add(Generation generation) {
        long stamp = lock.writeLock();
        try {
            all.add(generation);
            all.sort(Comparator.comparingLong(Generation::hour).reversed());
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /** Puts a key into one of the generations, unless it has it already. */
    void put(Generation generation, RequestKey key, TenantId tenant, long place) {
        long stamp = lock.writeLock();
        try {
            if (generation.index().find(key) == 0) {
                generation.index().put(key, place);
                generation.tenants().merge(tenant, 1L, Long::sum);
                room.take(tenant, 1);
            }
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /** Takes out generations; their answers are not found any more. */
    List<Generation> remove(Predicate<Generation> which) {
        long stamp = lock.writeLock();
        try {
            List<Generation> removed = all.stream().filter(which).toList();
            all.removeAll(removed);
            for (Generation generation : removed) {
                generation.tenants().forEach(room::giveBack);
                generation.index().close();
            }
            return removed;
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /** What the indexes take outside the heap. */
    long indexBytes() {
        long stamp = lock.readLock();
        try {
            return all.stream().mapToLong(generation -> generation.index().bytes()).sum();
        } finally {
            lock.unlockRead(stamp);
        }
    }

    @Override
    public void close() {
        remove(_ -> true);
    }
}
