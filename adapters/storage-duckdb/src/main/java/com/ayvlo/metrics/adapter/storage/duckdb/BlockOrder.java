package com.ayvlo.metrics.adapter.storage.duckdb;

import java.util.Arrays;

/** The order in which the metrics of a block are stored. */
final class BlockOrder {
    private BlockOrder() {}

    /**
     * The indexes of a block's metrics, those of one name next to each other and otherwise in their
     * order. DuckDB then skips all other columns of the 2048 rows that it looks at together if none
     * is of the name that is asked for: more than twice as fast as in the order of arrival.
     */
    static int[] byName(int[] nameIds) {
        int size = nameIds.length;
        if (size == 0) {
            return nameIds;
        }
        int least = Arrays.stream(nameIds).min().getAsInt();
        int most = Arrays.stream(nameIds).max().getAsInt();
        return most - least < 2 * size + 1024 ? counted(nameIds, least, most) : sorted(nameIds);
    }

    private static int[] counted(int[] nameIds, int least, int most) {
        int[] next = new int[most - least + 2];
        for (int id : nameIds) {
            next[id - least + 1]++;
        }
        for (int i = 1; i < next.length; i++) {
            next[i] += next[i - 1];
        }
        int[] order = new int[nameIds.length];
        for (int i = 0; i < nameIds.length; i++) {
            order[next[nameIds[i] - least]++] = i;
        }
        return order;
    }

    /** For a block with few of very many names, whose counters would cost more than its metrics. */
    private static int[] sorted(int[] nameIds) {
        long[] keys = new long[nameIds.length];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = (long) nameIds[i] << Integer.SIZE | i;
        }
        Arrays.sort(keys);
        int[] order = new int[keys.length];
        for (int i = 0; i < keys.length; i++) {
            order[i] = (int) keys[i];
        }
        return order;
    }
}
