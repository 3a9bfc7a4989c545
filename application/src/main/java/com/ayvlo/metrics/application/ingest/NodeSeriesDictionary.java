package com.ayvlo.metrics.application.ingest;

import com.ayvlo.metrics.domain.metric.Series;
import com.ayvlo.metrics.domain.metric.SeriesDictionary;
import com.ayvlo.metrics.domain.metric.SeriesKey;
import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Reason;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Every series that this node has seen since it started, found by the bytes of its key.
 *
 * <p>A look-up of a known series takes no lock: an open-addressing table of numbers that is only
 * ever added to, under a lock, and replaced by a larger copy when it is half full. Numbers are
 * given out in order from 0, so that adapters can keep what they know of a series in an array.
 */
public final class NodeSeriesDictionary implements SeriesDictionary {
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int FIRST_CAPACITY = 1024;
    private static final int UNKNOWN = -1;

    /** The upper half of a hash: a slot keeps it, and its first bits say where the slot is. */
    private static final long TAG = 0xffff_ffff_0000_0000L;

    private static final byte[] NO_KEY = new byte[0];

    private final int maxSeries;
    private final long seed = new SecureRandom().nextLong();
    private final ReentrantLock adding = new ReentrantLock();

    /** A slot is a tag and, in the lower half, a series' number + 1; 0 if it is free. */
    private volatile long[] slots = new long[FIRST_CAPACITY];

    private volatile Known known =
            new Known(new byte[FIRST_CAPACITY][], new Series[FIRST_CAPACITY]);
    private volatile int size;

    /** What is known of the series, by number. */
    private static final class Known {
        private final byte[][] keys;
        private final Series[] series;

        Known(byte[][] keys, Series[] series) {
            this.keys = keys;
            this.series = series;
        }

        Known larger() {
            int capacity = series.length * 2;
            return new Known(Arrays.copyOf(keys, capacity), Arrays.copyOf(series, capacity));
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
        return resolve(key, maxSeries);
    }

    /** The series of a key that was accepted before, be there room for more or not. */
    Series restore(SeriesKey key) {
        return resolve(key, Integer.MAX_VALUE);
    }

    /** The bytes of a series' key; not to be changed. */
    byte[] key(Series series) {
        return known.keys[series.id()];
    }

    /** How many series are known. */
    public int size() {
        return size;
    }

    /**
     * Looks up the first {@code count} keys at once. A look-up is mostly a wait for memory, three
     * times: for the slot, for the key that it stands for, and for that key's bytes. Each pass over
     * the keys asks for one of these, so that the waits of different keys overlap.
     *
     * @param found gets the series of each key; null where the key is to be resolved by itself: it
     *     is new, or another one has the same tag
     */
    void find(SeriesKey[] wanted, int count, @Nullable Series[] found) {
        long[] hashes = new long[count];
        for (int i = 0; i < count; i++) {
            hashes[i] = wanted[i].hash(seed);
        }
        long[] in = slots;
        int[] ids = new int[count];
        for (int i = 0; i < count; i++) {
            ids[i] = number(in, hashes[i]);
        }
        Known now = known;
        byte[][] keys = new byte[count][];
        for (int i = 0; i < count; i++) {
            byte[] key = ids[i] == UNKNOWN ? NO_KEY : now.keys[ids[i]];
            keys[i] = key.length == wanted[i].length() ? key : NO_KEY;
        }
        for (int i = 0; i < count; i++) {
            found[i] = wanted[i].matches(keys[i]) ? now.series[ids[i]] : null;
        }
    }

    /** The number in the first slot with the tag of this hash. */
    private static int number(long[] in, long hash) {
        for (int at = first(in, hash); ; at = next(in, at)) {
            long slot = (long) SLOT.getAcquire(in, at);
            if (slot == 0 || ((slot ^ hash) & TAG) == 0) {
                return (int) slot - 1;
            }
        }
    }

    private static int first(long[] in, long hash) {
        return (int) (hash >>> (Long.SIZE - Integer.numberOfTrailingZeros(in.length)));
    }

    private static int next(long[] in, int at) {
        return (at + 1) & (in.length - 1);
    }

    private Series resolve(SeriesKey key, int limit) {
        long hash = key.hash(seed);
        Series found = find(hash, key);
        return found != null ? found : add(hash, key, limit);
    }

    private @Nullable Series find(long hash, SeriesKey key) {
        long[] in = slots;
        for (int at = first(in, hash); ; at = next(in, at)) {
            long slot = (long) SLOT.getAcquire(in, at);
            if (slot == 0) {
                return null;
            }
            int id = (int) slot - 1;
            if (((slot ^ hash) & TAG) == 0 && key.matches(known.keys[id])) {
                return known.series[id];
            }
        }
    }

    private Series add(long hash, SeriesKey key, int limit) {
        adding.lock();
        try {
            Series found = find(hash, key);
            if (found != null) {
                return found;
            }
            int id = size;
            Series series = key.toSeries(id);
            if (id >= limit) {
                throw tooMany();
            }
            if (id == known.series.length) {
                known = known.larger();
            }
            known.keys[id] = key.toBytes();
            known.series[id] = series;
            if (id * 2 >= slots.length) {
                slots = grown(slots);
            }
            put(slots, (hash & TAG) | (id + 1));
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

    private static long[] grown(long[] old) {
        long[] larger = new long[old.length * 2];
        for (long slot : old) {
            if (slot != 0) {
                put(larger, slot);
            }
        }
        return larger;
    }

    private static void put(long[] in, long slot) {
        int at = first(in, slot);
        while (in[at] != 0) {
            at = next(in, at);
        }
        SLOT.setRelease(in, at, slot);
    }
}
