package com.ayvlo.metrics.adapter.storage.clickhouse;

import com.ayvlo.metrics.domain.metric.MetricBatch;
import com.ayvlo.metrics.domain.metric.Series;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The metrics of a block in the order in which ClickHouse keeps them: by tenant, name and time. It
 * then has nothing to sort, and the same block always comes in the same order.
 */
final class BlockOrder {
    /** Bits for the index of a metric; a block has at most 122,880. */
    private static final int INDEX_BITS = 17;

    /** Scatters ids that follow each other: 2^32 divided by the golden ratio. */
    private static final int SPREAD = 0x9E3779B9;

    private static final Comparator<Name> BY_TENANT =
            Comparator.comparing(Name::tenant).thenComparing(Name::name);

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

    /** By an open-addressed table: this looks at every metric, so it makes no objects. */
    private List<Series> collectSeries() {
        int capacity = Integer.highestOneBit(Math.max(1, seriesOf.length)) * 4;
        int[] numbers = new int[capacity];
        List<Series> found = new ArrayList<>();
        for (int i = 0; i < seriesOf.length; i++) {
            Series one = metrics.series(i);
            int slot = (one.id() * SPREAD) >>> Integer.numberOfLeadingZeros(capacity - 1);
            while (numbers[slot] != 0 && found.get(numbers[slot] - 1).id() != one.id()) {
                slot = (slot + 1) & (capacity - 1);
            }
            if (numbers[slot] == 0) {
                found.add(one);
                numbers[slot] = found.size();
            }
            seriesOf[i] = numbers[slot] - 1;
        }
        return found;
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

    /** Whose metric it is, and which. */
    private record Name(UUID tenant, String name) {}

    /** For each series the place of its tenant and name among all. */
    private int[] ranks() {
        Map<Name, Integer> found = new HashMap<>();
        int[] nameOf = new int[series.size()];
        for (int i = 0; i < nameOf.length; i++) {
            Series one = series.get(i);
            nameOf[i] =
                    found.computeIfAbsent(
                            new Name(one.tenant().value(), one.name().value()), _ -> found.size());
        }
        Name[] names = new Name[found.size()];
        found.forEach((name, number) -> names[number] = name);
        Integer[] byRank = found.values().toArray(Integer[]::new);
        Arrays.sort(byRank, Comparator.comparing(number -> names[number], BY_TENANT));
        int[] rankOf = new int[names.length];
        for (int rank = 0; rank < byRank.length; rank++) {
            rankOf[byRank[rank]] = rank;
        }
        return Arrays.stream(nameOf).map(name -> rankOf[name]).toArray();
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
