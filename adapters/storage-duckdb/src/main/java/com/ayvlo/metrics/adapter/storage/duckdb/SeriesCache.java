package com.ayvlo.metrics.adapter.storage.duckdb;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers the series of names that are asked about, since looking for them in the file takes
 * longer than reading some thousand metrics.
 *
 * <p>Safe for concurrent use.
 */
final class SeriesCache {
    /** So many series take some 25 MB. */
    private static final int MOST_SERIES = 200_000;

    private final Map<Integer, SeriesOfName> byName = new ConcurrentHashMap<>();

    /** What is known of a name's series, without a look into the file. */
    SeriesOfName known(MetricSql metric) {
        return byName.getOrDefault(metric.nameId(), SeriesOfName.NONE);
    }

    /** All series that the name has now. */
    SeriesOfName refreshed(QueryRun<?> run, MetricSql metric) throws SQLException {
        SeriesOfName known = known(metric);
        List<Integer> ids = new ArrayList<>();
        List<String> dimensions = new ArrayList<>();
        run.select(
                metric.seriesAfter(known.last()),
                row -> {
                    ids.add(row.getInt(1));
                    dimensions.add(row.getString(2));
                });
        SeriesOfName all =
                known.with(
                        new SeriesOfName(
                                ids.stream().mapToInt(Integer::intValue).toArray(),
                                dimensions.toArray(String[]::new)));
        keep(metric.nameId(), all);
        return all;
    }

    private void keep(int nameId, SeriesOfName series) {
        byName.put(nameId, series);
        if (byName.values().stream().mapToInt(SeriesOfName::size).sum() > MOST_SERIES) {
            byName.clear();
        }
    }
}
