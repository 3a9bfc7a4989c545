package com.ayvlo.metrics.adapter.storage.clickhouse;

import com.ayvlo.metrics.domain.metric.MetricBatch;
import com.ayvlo.metrics.domain.metric.Series;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The metrics of a block in the order in which ClickHouse keeps them: by tenant, name and time. It
 * then has nothing to sort, and the same block always comes in the same order.
 */
final class BlockOrder {
    /** Bits for the index of a metric; a block has at most 122,880. */
    private static final int INDEX_BITS = 17;

    private final MetricBatch metrics;

    /** Every series of the block once, and which one each metric has. */
    private final List<Series> series;

    private final int[] seriesOf;
    private final int[] order;

    BlockOrder(MetricBatch metrics) {
        this.metrics = metrics;
        this.seriesOf = new int[metrics.size()];
        this.series = collectSeries();
        this.order = sorted();
    }

    private List<Series> collectSeries() {
        Map<Integer, Integer> numbers = new HashMap<>();
        for (int i = 0; i < seriesOf.length; i++) {
            seriesOf[i] = numbers.computeIfAbsent(metrics.series(i).id(), _ -> numbers.size());
        }
        Series[] found = new Series[numbers.size()];
        for (int i = 0; i < seriesOf.length; i++) {
            found[seriesOf[i]] = metrics.series(i);
        }
        return List.of(found);
    }

    private int[] sorted() {
        int[] ranks = ranks();
        int[] starts = new int[series.size() + 1];
        for (int number : seriesOf) {
            starts[ranks[number] + 1]++;
        }
        for (int rank = 0; rank + 1 < starts.length; rank++) {
            starts[rank + 1] += starts[rank];
        }
        long[] keys = new long[seriesOf.length];
        int[] next = Arrays.copyOf(starts, starts.length);
        for (int i = 0; i < keys.length; i++) {
            // Milliseconds until 2105 take 42 bits, so time and index fit into one number.
            keys[next[ranks[seriesOf[i]]]++] = metrics.epochMillis(i) << INDEX_BITS | i;
        }
        for (int rank = 0; rank + 1 < starts.length; rank++) {
            Arrays.sort(keys, starts[rank], starts[rank + 1]);
        }
        return Arrays.stream(keys).mapToInt(key -> (int) key & ((1 << INDEX_BITS) - 1)).toArray();
    }

    /** For each series the place of its tenant and name among all. */
    private int[] ranks() {
        Comparator<Series> byName =
                Comparator.<Series, UUID>comparing(one -> one.tenant().value())
                        .thenComparing(one -> one.name().value());
        int[] byRank =
                IntStream.range(0, series.size())
                        .boxed()
                        .sorted((a, b) -> byName.compare(series.get(a), series.get(b)))
                        .mapToInt(Integer::intValue)
                        .toArray();
        int[] ranks = new int[byRank.length];
        int rank = 0;
        for (int i = 0; i < byRank.length; i++) {
            if (i > 0 && byName.compare(series.get(byRank[i - 1]), series.get(byRank[i])) != 0) {
                rank++;
            }
            ranks[byRank[i]] = rank;
        }
        return ranks;
    }

    MetricBatch metrics() {
        return metrics;
    }

    List<Series> series() {
        return series;
    }

    /** The number in {@link #series()} of the series of a metric. */
    int seriesOf(int metric) {
        return seriesOf[metric];
    }

    /** The indexes of the metrics in order. */
    int[] order() {
        return order;
    }
}
