package com.ayvlo.metrics.adapter.storage.duckdb;

import com.ayvlo.metrics.domain.metric.MetricBatch;
import com.ayvlo.metrics.domain.query.RollupQuery;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongPredicate;

/**
 * Which hours of which names the table {@code dirty} has, as far as that is remembered, and which
 * block touched each last. The table is the truth: what is forgotten here is only written there a
 * second time, which changes nothing.
 *
 * <p>An hour of a name is one number, a {@linkplain #key key}. Safe for concurrent use by one
 * writer and one that rolls up.
 */
final class DirtyHours {
    /** A block adds at most as many as it has metrics, so some 600,000 of 16 bytes, half used. */
    private static final int MAX_REMEMBERED = 1 << 19;

    private static final int FIRST_CAPACITY = 1 << 10;
    private static final long NONE = -1;
    private static final int CLEAN = 0;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final long startNanos = System.nanoTime();
    private long[] keys = new long[0];
    private int[] blocks = new int[0];
    private int[] seconds = new int[0];
    private int size;
    private int committed;
    private long generation;

    DirtyHours() {
        reset(FIRST_CAPACITY);
    }

    /** A moment between two blocks. */
    record Mark(long generation, int block) {}

    /** The hour of a name that this time is in. */
    static long key(int nameId, long epochMillis) {
        return key(nameId, Math.toIntExact(epochMillis / RollupQuery.HOUR_MILLIS));
    }

    /** The number of this hour, in hours since 1970 UTC, of a name. */
    static long key(int nameId, int hour) {
        return ((long) nameId << Integer.SIZE) | hour;
    }

    static int nameId(long key) {
        return (int) (key >>> Integer.SIZE);
    }

    /** The hour of this key, in hours since 1970 UTC. */
    static int hour(long key) {
        return (int) key;
    }

    /**
     * Remembers that the next block touches the hours of these metrics; fastest if those of one
     * name follow each other.
     *
     * @return the hours that may not be in the table yet
     */
    synchronized long[] touch(MetricBatch metrics, int[] nameIds) {
        if (size > MAX_REMEMBERED) {
            forget();
        }
        int now = now();
        long[] fresh = new long[16];
        int count = 0;
        long last = NONE;
        for (int i = 0; i < nameIds.length; i++) {
            long key = key(nameIds[i], metrics.epochMillis(i));
            if (key != last) {
                last = key;
                if (touch(key, now)) {
                    if (count == fresh.length) {
                        fresh = Arrays.copyOf(fresh, 2 * count);
                    }
                    fresh[count++] = key;
                }
            }
        }
        return Arrays.copyOf(fresh, count);
    }

    private boolean touch(long key, int now) {
        int slot = slotFor(key);
        boolean clean = blocks[slot] == CLEAN;
        blocks[slot] = committed + 1;
        seconds[slot] = now;
        return clean;
    }

    /** The block whose hours were touched last is in the file. */
    synchronized void committed() {
        committed++;
    }

    /** How many blocks were committed. */
    synchronized int blocks() {
        return committed;
    }

    /**
     * Forgets everything, because a block came to nothing or the table was changed otherwise. What
     * is being computed from an earlier moment is of no use then.
     */
    synchronized void forget() {
        generation++;
        reset(FIRST_CAPACITY);
    }

    /** Now, if everything that is committed by now will be seen by whoever asks for it. */
    synchronized Mark mark() {
        return new Mark(generation, committed);
    }

    /** Those of the hours that nothing has changed since then. */
    synchronized long[] unchangedSince(Mark mark, long[] hours) {
        if (mark.generation != generation) {
            return new long[0];
        }
        return Arrays.stream(hours).filter(key -> block(key) <= mark.block).toArray();
    }

    private int block(long key) {
        int slot = find(key);
        return keys[slot] == key ? blocks[slot] : CLEAN;
    }

    /** These hours are no longer in the table. */
    synchronized void cleaned(long[] hours) {
        for (long key : hours) {
            int slot = find(key);
            if (keys[slot] == key) {
                blocks[slot] = CLEAN;
            }
        }
    }

    /** This hour, which is in the table, counts as touched so far in the future. */
    synchronized void postpone(long key, Duration by) {
        int slot = slotFor(key);
        blocks[slot] = Math.max(blocks[slot], committed);
        seconds[slot] = now() + Math.toIntExact(by.toSeconds());
    }

    /** Whether an hour has not been touched for so long; of one that was forgotten that is said. */
    synchronized LongPredicate untouchedFor(Duration quiet) {
        int latest = now() - Math.toIntExact(quiet.toSeconds());
        return key -> lastTouched(key) <= latest;
    }

    private synchronized int lastTouched(long key) {
        int slot = find(key);
        return keys[slot] == key ? seconds[slot] : Integer.MIN_VALUE;
    }

    private int now() {
        return (int) ((System.nanoTime() - startNanos) / NANOS_PER_SECOND);
    }

    private int slotFor(long key) {
        int slot = find(key);
        if (keys[slot] == NONE) {
            if (2 * ++size > keys.length) {
                grow();
                slot = find(key);
            }
            keys[slot] = key;
        }
        return slot;
    }

    /** The slot that has this key, or the one that it would take. */
    private int find(long key) {
        long hash = key * 0x9E3779B97F4A7C15L;
        int slot = (int) (hash >>> Integer.SIZE) & (keys.length - 1);
        while (keys[slot] != key && keys[slot] != NONE) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldBlocks = blocks;
        int[] oldSeconds = seconds;
        int counted = size;
        reset(2 * oldKeys.length);
        size = counted;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != NONE) {
                int slot = find(oldKeys[i]);
                keys[slot] = oldKeys[i];
                blocks[slot] = oldBlocks[i];
                seconds[slot] = oldSeconds[i];
            }
        }
    }

    private void reset(int capacity) {
        keys = new long[capacity];
        Arrays.fill(keys, NONE);
        blocks = new int[capacity];
        seconds = new int[capacity];
        size = 0;
    }
}
