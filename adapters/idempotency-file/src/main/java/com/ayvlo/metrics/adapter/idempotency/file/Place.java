package com.ayvlo.metrics.adapter.idempotency.file;

/**
 * Where an entry stands.
 *
 * @param log the file
 * @param offset of the entry's first byte
 */
record Place(LogName log, long offset) {
    private static final int OFFSET_BITS = 48;

    /** Log and offset in one number, which is never 0: a log begins with its header. */
    static long pack(int serial, long offset) {
        return ((long) serial << OFFSET_BITS) | offset;
    }

    static Place unpack(long hour, long packed) {
        return new Place(
                new LogName(hour, (int) (packed >>> OFFSET_BITS)),
                packed & ((1L << OFFSET_BITS) - 1));
    }
}
