package com.ayvlo.metrics.adapter.storage.duckdb;

import java.util.Arrays;

/**
 * The series of one name as the file had them at some moment: their numbers, ascending, and their
 * canonical dimensions. Series are never changed or deleted, and later ones have higher numbers.
 *
 * @param ids the numbers
 * @param dimensions the canonical dimensions of each
 */
@SuppressWarnings("ArrayRecordComponent") // never handed out to anybody who would change them
record SeriesOfName(int[] ids, String[] dimensions) {
    /** None yet. */
    static final SeriesOfName NONE = new SeriesOfName(new int[0], new String[0]);

    private static final char END = '\u0001';

    int size() {
        return ids.length;
    }

    /** The highest number; -1 if there is none. */
    int last() {
        return ids.length == 0 ? -1 : ids[ids.length - 1];
    }

    /** These and later ones. */
    SeriesOfName with(SeriesOfName later) {
        int[] allIds = Arrays.copyOf(ids, size() + later.size());
        String[] all = Arrays.copyOf(dimensions, size() + later.size());
        System.arraycopy(later.ids, 0, allIds, size(), later.size());
        System.arraycopy(later.dimensions, 0, all, size(), later.size());
        return new SeriesOfName(allIds, all);
    }

    /** The value that the series at an index has under a key; empty if it has none. */
    String value(int index, String key) {
        String canonical = dimensions[index];
        for (int start = 0; start < canonical.length(); ) {
            int keyEnd = canonical.indexOf(END, start);
            int valueEnd = canonical.indexOf(END, keyEnd + 1);
            if (keyEnd - start == key.length() && canonical.startsWith(key, start)) {
                return canonical.substring(keyEnd + 1, valueEnd);
            }
            start = valueEnd + 1;
        }
        return "";
    }
}
