package com.ayvlo.metrics.adapter.storage.clickhouse;

import com.ayvlo.metrics.domain.metric.MetricBatch;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The metrics of a block in the order in which ClickHouse keeps them: by tenant, name and time. It
 * then has nothing to sort, and the same block always comes in the same order.
 */
final class BlockOrder {
    /** Bits for the index of a metric; a block has at most 122,880. */
    private static final int INDEX_BITS = 17;

    private final MetricBatch metrics;
    private final SeriesNumbers.Columns columns;
    private final int[] order;

    BlockOrder(MetricBatch metrics, SeriesNumbers numbers) {
        this.metrics = metrics;
        this.columns = numbers.of(metrics);
        this.order = sorted();
    }

    private int[] sorted() {
        int[] names = columns.names().numbers();
        int[] ranks = ranks(columns.names().values());
        int[] starts = new int[ranks.length + 1];
        for (int name : names) {
            starts[ranks[name] + 1]++;
        }
        for (int rank = 0; rank < ranks.length; rank++) {
            starts[rank + 1] += starts[rank];
        }
        long[] keys = new long[names.length];
        int[] next = Arrays.copyOf(starts, starts.length);
        for (int i = 0; i < keys.length; i++) {
            // Milliseconds until 2105 take 42 bits, so time and index fit into one number.
            keys[next[ranks[names[i]]]++] = metrics.epochMillis(i) << INDEX_BITS | i;
        }
        int[] sorted = new int[keys.length];
        for (int rank = 0; rank < ranks.length; rank++) {
            Arrays.sort(keys, starts[rank], starts[rank + 1]);
            for (int i = starts[rank]; i < starts[rank + 1]; i++) {
                sorted[i] = (int) keys[i] & ((1 << INDEX_BITS) - 1);
            }
        }
        return sorted;
    }

    /** The place of each name among all. */
    private static int[] ranks(List<SeriesName> names) {
        int[] byRank =
                IntStream.range(0, names.size())
                        .boxed()
                        .sorted(Comparator.comparing(names::get))
                        .mapToInt(Integer::intValue)
                        .toArray();
        int[] rankOf = new int[byRank.length];
        for (int rank = 0; rank < byRank.length; rank++) {
            rankOf[byRank[rank]] = rank;
        }
        return rankOf;
    }

    MetricBatch metrics() {
        return metrics;
    }

    /** Tenant and name of each metric. */
    SeriesNumbers.Column<SeriesName> names() {
        return columns.names();
    }

    /** The spelt dimensions of each metric. */
    SeriesNumbers.Column<byte[]> texts() {
        return columns.texts();
    }

    /** The indexes of the metrics in order. */
    int[] order() {
        return order;
    }
}
