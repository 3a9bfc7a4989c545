package com.ayvlo.metrics.adapter.storage.clickhouse;

import com.ayvlo.metrics.domain.metric.MetricBatch;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Splits a block that touches more months than ClickHouse takes at once: a month is a partition.
 * The same block is always split alike.
 */
final class MonthParts {
    /** Half of what the server takes unless told otherwise. */
    private static final int MOST_MONTHS = 50;

    /** So many months have at least this many milliseconds. */
    private static final long SHORTEST = MOST_MONTHS * 28L * 24 * 3600 * 1000;

    private static final int MONTHS = 12;

    private MonthParts() {}

    /** The block's metrics in order, in one part if possible. */
    static List<int[]> of(BlockOrder block) {
        MetricBatch metrics = block.metrics();
        int[] order = block.order();
        long first = Long.MAX_VALUE;
        long last = 0;
        for (int i = 0; i < metrics.size(); i++) {
            first = Math.min(first, metrics.epochMillis(i));
            last = Math.max(last, metrics.epochMillis(i));
        }
        if (last - first < SHORTEST) {
            return List.of(order);
        }
        NavigableMap<Integer, List<Integer>> byMonth = new TreeMap<>();
        for (int metric : order) {
            byMonth.computeIfAbsent(month(metrics.epochMillis(metric)), _ -> new ArrayList<>())
                    .add(metric);
        }
        if (byMonth.size() <= MOST_MONTHS) {
            return List.of(order);
        }
        return split(order, metrics, List.copyOf(byMonth.keySet()));
    }

    private static List<int[]> split(int[] order, MetricBatch metrics, List<Integer> months) {
        List<int[]> parts = new ArrayList<>();
        for (int from = 0; from < months.size(); from += MOST_MONTHS) {
            int least = months.get(from);
            int most = months.get(Math.min(from + MOST_MONTHS, months.size()) - 1);
            parts.add(
                    Arrays.stream(order)
                            .filter(
                                    metric -> {
                                        int month = month(metrics.epochMillis(metric));
                                        return least <= month && month <= most;
                                    })
                            .toArray());
        }
        return parts;
    }

    private static int month(long epochMillis) {
        LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(epochMillis), ZoneOffset.UTC);
        return day.getYear() * MONTHS + day.getMonthValue();
    }
}
