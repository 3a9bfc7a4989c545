package com.ayvlo.metrics.adapter.idempotency.file;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Part of an index: slots of key and place outside the heap, with open addressing. Any number of
 * threads may look something up while none puts or closes.
 */
final class IndexTable implements AutoCloseable {
    private static final int FIRST_SLOTS = 16;

    /** Of a slot: key, and place, which is 0 while it is free. */
    private static final long SLOT_WORDS = 3;

    private static final long LOW = 1;
    private static final long PLACE = 2;

    /** Up to here a table doubles; then it grows by a quarter, so that little lies idle. */
    private static final long DOUBLED_SLOTS = 256;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory;
    private final long slots;
    private long used;

    IndexTable() {
        this(FIRST_SLOTS);
    }

    private IndexTable(long slots) {
        this.slots = slots;
        this.memory = arena.allocate(ValueLayout.JAVA_LONG, slots * SLOT_WORDS);
    }

    /** Whether three of four slots are used: then it has to grow. */
    boolean isFull() {
        return 4 * used >= 3 * slots;
    }

    /** A table with the same content and more room; this one is closed. */
    IndexTable grown() {
        IndexTable grown = new IndexTable(slots < DOUBLED_SLOTS ? 2 * slots : slots + slots / 4);
        for (long slot = 0; slot < slots; slot++) {
            if (word(slot, PLACE) != 0) {
                grown.put(word(slot, 0), word(slot, LOW), word(slot, PLACE));
            }
        }
        close();
        return grown;
    }

    /** Puts a key that is not there yet. */
    void put(long high, long low, long place) {
        long word = slot(high, low) * SLOT_WORDS;
        memory.setAtIndex(ValueLayout.JAVA_LONG, word, high);
        memory.setAtIndex(ValueLayout.JAVA_LONG, word + LOW, low);
        memory.setAtIndex(ValueLayout.JAVA_LONG, word + PLACE, place);
        used++;
    }

    /** The place of a key; 0 if it is not there. */
    long find(long high, long low) {
        return word(slot(high, low), PLACE);
    }

    /** The slot of this key, or the free one where it belongs. */
    private long slot(long high, long low) {
        // The top bits chose the table; the rest are spread over its slots.
        long spread = Index.hash(high, low) << Index.TABLE_BITS;
        long slot = Math.unsignedMultiplyHigh(spread, slots);
        while (word(slot, PLACE) != 0 && (word(slot, 0) != high || word(slot, LOW) != low)) {
            slot = slot + 1 == slots ? 0 : slot + 1;
        }
        return slot;
    }

    private long word(long slot, long number) {
        return memory.getAtIndex(ValueLayout.JAVA_LONG, slot * SLOT_WORDS + number);
    }

    long bytes() {
        return memory.byteSize();
    }

    @Override
    public void close() {
        arena.close();
    }
}
