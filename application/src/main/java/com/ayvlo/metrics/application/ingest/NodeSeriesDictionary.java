package com.ayvlo.metrics.application.ingest;

import com.ayvlo.metrics.domain.metric.Series;
import com.ayvlo.metrics.domain.metric.SeriesDictionary;
import com.ayvlo.metrics.domain.metric.SeriesKey;
import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Reason;

import org.jspecify.annotations.Nullable;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Every series that this node has seen since it started, found by the bytes of its key.
 *
 * <p>A look-up of a known series takes no lock and makes no object: an open-addressing table that
 * is only ever added to, under a lock, and replaced by a larger copy when it is half full. Numbers
 * are given out in order from 0, so that adapters can keep what they know of a series in an array.
 */
public final class NodeSeriesDictionary implements SeriesDictionary {
    private static final int FIRST_CAPACITY = 1024;

    private final int maxSeries;
    private final long seed = new SecureRandom().nextLong();
    private final ReentrantLock adding = new ReentrantLock();
    private volatile AtomicReferenceArray<Entry> table = new AtomicReferenceArray<>(FIRST_CAPACITY);
    private volatile byte[][] keys = new byte[FIRST_CAPACITY][];
    private volatile int size;

    private static final class Entry {
        private final long hash;
        private final byte[] key;
        private final Series series;

        Entry(long hash, byte[] key, Series series) {
            this.hash = hash;
            this.key = key;
            this.series = series;
        }

        boolean is(long otherHash, SeriesKey other) {
            return hash == otherHash && other.matches(key);
        }
    }

    /**
     * An empty dictionary.
     *
     * @param maxSeries the most series it takes, so that its memory is bounded
     */
    public NodeSeriesDictionary(int maxSeries) {
        this.maxSeries = maxSeries;
    }

    @Override
    public Series resolve(SeriesKey key) {
        long hash = key.hash(seed);
        Entry known = find(table, hash, key);
        return known != null ? known.series : add(hash, key, maxSeries);
    }

    /** The series of a key that was accepted before, be there room for more or not. */
    Series restore(SeriesKey key) {
        long hash = key.hash(seed);
        Entry known = find(table, hash, key);
        return known != null ? known.series : add(hash, key, Integer.MAX_VALUE);
    }

    /** The bytes of a series' key; not to be changed. */
    byte[] key(Series series) {
        return keys[series.id()];
    }

    /** How many series are known. */
    public int size() {
        return size;
    }

    private static @Nullable Entry find(AtomicReferenceArray<Entry> in, long hash, SeriesKey key) {
        int mask = in.length() - 1;
        for (int slot = (int) hash & mask; ; slot = (slot + 1) & mask) {
            Entry entry = in.get(slot);
            if (entry == null || entry.is(hash, key)) {
                return entry;
            }
        }
    }

    private Series add(long hash, SeriesKey key, int limit) {
        adding.lock();
        try {
            Entry known = find(table, hash, key);
            if (known != null) {
                return known.series;
            }
            int id = size;
            Series series = key.toSeries(id);
            if (id >= limit) {
                throw tooMany();
            }
            if (id * 2 >= table.length()) {
                table = grown(table);
            }
            byte[] bytes = key.toBytes();
            if (id == keys.length) {
                keys = Arrays.copyOf(keys, id * 2);
            }
            keys[id] = bytes;
            put(table, new Entry(hash, bytes, series));
            size = id + 1;
            return series;
        } finally {
            adding.unlock();
        }
    }

    private InvalidValue tooMany() {
        return new InvalidValue(
                Reason.SERIES_LIMIT,
                "dimensions",
                "this node takes at most %d series (MAX_SERIES); this one would be new"
                        .formatted(maxSeries));
    }

    private static AtomicReferenceArray<Entry> grown(AtomicReferenceArray<Entry> old) {
        AtomicReferenceArray<Entry> larger = new AtomicReferenceArray<>(old.length() * 2);
        for (int slot = 0; slot < old.length(); slot++) {
            Entry entry = old.get(slot);
            if (entry != null) {
                put(larger, entry);
            }
        }
        return larger;
    }

    private static void put(AtomicReferenceArray<Entry> in, Entry entry) {
        int mask = in.length() - 1;
        int slot = (int) entry.hash & mask;
        while (in.get(slot) != null) {
            slot = (slot + 1) & mask;
        }
        in.set(slot, entry);
    }
}
