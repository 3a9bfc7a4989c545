package com.ayvlo.metrics.adapter.storage.duckdb;

import java.util.Arrays;

/**
 * Maps 128-bit fingerprints to numbers from 0 on, in 20 bytes a slot: two million series take about
 * 80 MB. Open addressing with linear probing; nothing is ever removed.
 *
 * <p>Not safe for concurrent use.
 */
final class FingerprintMap {
    static final int ABSENT = -1;
    private static final int FIRST_CAPACITY = 1 << 10;

    private long[] keys = new long[2 * FIRST_CAPACITY];
    private int[] values = filled(FIRST_CAPACITY);
    private int size;

    /** The number of this fingerprint, or {@link #ABSENT}. */
    int get(Fingerprint key) {
        return values[slot(key.high(), key.low())];
    }

    /** Sets the number of a fingerprint. */
    void put(Fingerprint key, int value) {
        if (size >= values.length / 2) {
            grow();
        }
        int slot = slot(key.high(), key.low());
        if (values[slot] == ABSENT) {
            size++;
        }
        set(slot, key.high(), key.low(), value);
    }

    int size() {
        return size;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = filled(oldValues.length * 2);
        for (int old = 0; old < oldValues.length; old++) {
            if (oldValues[old] != ABSENT) {
                long high = oldKeys[2 * old];
                long low = oldKeys[2 * old + 1];
                set(slot(high, low), high, low, oldValues[old]);
            }
        }
    }

    /** Where the fingerprint is, or the empty slot where it belongs. */
    private int slot(long high, long low) {
        int mask = values.length - 1;
        int slot = (int) low & mask;
        while (values[slot] != ABSENT && (keys[2 * slot] != high || keys[2 * slot + 1] != low)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void set(int slot, long high, long low, int value) {
        keys[2 * slot] = high;
        keys[2 * slot + 1] = low;
        values[slot] = value;
    }

    private static int[] filled(int length) {
        int[] array = new int[length];
        Arrays.fill(array, ABSENT);
        return array;
    }
}
