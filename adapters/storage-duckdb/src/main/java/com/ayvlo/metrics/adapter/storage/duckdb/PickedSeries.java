package com.ayvlo.metrics.adapter.storage.duckdb;

import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.query.AggregateQuery;
import com.ayvlo.metrics.domain.query.AggregateRow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The series that an aggregate query is about, and the group that each of them is in. */
final class PickedSeries {
    /** Instead of a group: the query is not about this series. */
    static final int NOT_PICKED = -1;

    /** Instead of a group: the series is newer than what was looked at. */
    static final int UNKNOWN = -2;

    private final AggregateQuery query;
    private final int firstId;
    private final int[] groupOfSeries;
    private final List<Dimensions> groups = new ArrayList<>();

    private PickedSeries(AggregateQuery query, SeriesOfName series) {
        this.query = query;
        this.firstId = series.size() == 0 ? 0 : series.ids()[0];
        this.groupOfSeries = new int[series.last() - firstId + 1];
        Arrays.fill(groupOfSeries, NOT_PICKED);
    }

    /** Picks from the series of the query's metric. */
    static PickedSeries of(SeriesOfName series, AggregateQuery query) {
        PickedSeries picked = new PickedSeries(query, series);
        picked.pickFrom(series);
        return picked;
    }

    private void pickFrom(SeriesOfName series) {
        if (query.groupBy().isEmpty()) {
            groups.add(Dimensions.NONE);
        }
        Map<List<String>, Integer> indexes = new HashMap<>();
        for (int i = 0; i < series.size(); i++) {
            if (matches(series, i)) {
                groupOfSeries[series.ids()[i] - firstId] =
                        query.groupBy().isEmpty()
                                ? 0
                                : indexes.computeIfAbsent(values(series, i), this::newGroup);
            }
        }
    }

    private boolean matches(SeriesOfName series, int index) {
        Dimensions filter = query.filter();
        for (int i = 0; i < filter.size(); i++) {
            if (!series.value(index, filter.key(i)).equals(filter.value(i))) {
                return false;
            }
        }
        return true;
    }

    private List<String> values(SeriesOfName series, int index) {
        return query.groupBy().stream().map(key -> series.value(index, key)).toList();
    }

    private int newGroup(List<String> values) {
        groups.add(query.group(values));
        return groups.size() - 1;
    }

    /** The index of the group of the series with this number, or why it has none. */
    int group(int seriesId) {
        int place = seriesId - firstId;
        return place < groupOfSeries.length ? groupOfSeries[place] : UNKNOWN;
    }

    /** The dimensions of a group. */
    Dimensions dimensions(int group) {
        return groups.get(group);
    }

    /** The place of each group among all, in the order of an answer. */
    int[] ranks() {
        Comparator<AggregateRow> order = AggregateRow.order(query.groupBy());
        List<Integer> sorted =
                IntStream.range(0, groups.size())
                        .boxed()
                        .sorted(Comparator.comparing(this::anyRow, order))
                        .toList();
        int[] ranks = new int[groups.size()];
        for (int rank = 0; rank < ranks.length; rank++) {
            ranks[sorted.get(rank)] = rank;
        }
        return ranks;
    }

    private AggregateRow anyRow(int group) {
        return new AggregateRow(0, groups.get(group), 1, new double[0]);
    }
}
