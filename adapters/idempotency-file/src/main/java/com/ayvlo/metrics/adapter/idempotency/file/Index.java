package com.ayvlo.metrics.adapter.idempotency.file;

import com.ayvlo.metrics.domain.journal.RequestKey;

import java.util.Arrays;

/**
 * From keys to places, outside the heap. In many tables, so that the one that grows makes nobody
 * wait for long. As safe for concurrent use as {@link IndexTable}.
 */
final class Index implements AutoCloseable {
    /** The upper bits of a key's hash that choose its table. */
    static final int TABLE_BITS = 6;

    private final IndexTable[] tables = new IndexTable[1 << TABLE_BITS];
    private long size;

    Index() {
        Arrays.setAll(tables, _ -> new IndexTable());
    }

    /** Mixes all bits into all bits: keys are hashes already, but nobody has to believe it. */
    static long hash(long high, long low) {
        long mixed = (high ^ Long.rotateLeft(low, Integer.SIZE)) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
        return mixed ^ (mixed >>> 32);
    }

    private static int table(RequestKey key) {
        return (int) (hash(key.high(), key.low()) >>> (Long.SIZE - TABLE_BITS));
    }

    /** The place of a key; 0 if it is not there. */
    long find(RequestKey key) {
        return tables[table(key)].find(key.high(), key.low());
    }

    /** Puts a key that is not there yet. */
    void put(RequestKey key, long place) {
        int number = table(key);
        if (tables[number].isFull()) {
            tables[number] = tables[number].grown();
        }
        tables[number].put(key.high(), key.low(), place);
        size++;
    }

    long size() {
        return size;
    }

    /** What it takes outside the heap. */
    long bytes() {
        return Arrays.stream(tables).mapToLong(IndexTable::bytes).sum();
    }

    @Override
    public void close() {
        Arrays.stream(tables).forEach(IndexTable::close);
    }
}
