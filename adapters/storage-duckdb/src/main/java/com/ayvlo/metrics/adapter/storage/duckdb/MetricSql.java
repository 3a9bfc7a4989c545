package com.ayvlo.metrics.adapter.storage.duckdb;

import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.query.TimeRange;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.util.List;

/**
 * The parts that all queries about one metric share. A metric is a tenant and the number of one of
 * its names, so that no query can be spelt without a tenant.
 *
 * @param tenant whose metric it is
 * @param nameId the number that {@link NameTable#find} gave for this tenant
 */
record MetricSql(TenantId tenant, int nameId) {
    private static final String END = "\u0001";

    /** The value under a key of canonical dimensions that were split into {@code pairs}. */
    private static final String VALUE_OF_KEY = "pairs[2 * list_position(pairs[1:-2:2], ?)]";

    /**
     * A query for the series that have at least these dimensions: {@code id}, {@code dimensions},
     * and for each key of {@code groupBy} a column {@code g0}, {@code g1} … with the value, empty
     * where it is missing: no value is empty.
     */
    Sql series(Dimensions filter, List<String> groupBy) {
        Sql sql = new Sql().add("SELECT id, dimensions");
        for (int i = 0; i < groupBy.size(); i++) {
            sql.add(", coalesce(" + VALUE_OF_KEY + ", '') AS g" + i, groupBy.get(i));
        }
        sql.add(
                " FROM (SELECT id, dimensions, str_split(dimensions, chr(1)) AS pairs FROM series"
                        + " WHERE tenant = ? AND name_id = "
                        + nameId,
                tenant.value());
        // A cheap test first, then the one that cannot take a value for a key.
        filter.forEach((key, value) -> sql.add(" AND contains(dimensions, ?)", pair(key, value)));
        sql.add(") WHERE true");
        filter.forEach((key, value) -> sql.add(" AND " + VALUE_OF_KEY + " = ?", key, value));
        return sql;
    }

    /** A query for the series with a higher number than this, ascending: id, dimensions. */
    Sql seriesAfter(int id) {
        return new Sql()
                .add("SELECT id, dimensions FROM series WHERE tenant = ?", tenant.value())
                .add(" AND name_id = %d AND id > %d ORDER BY id".formatted(nameId, id));
    }

    private static String pair(String key, String value) {
        return key + END + value + END;
    }

    /** The condition that a row of {@code samples} is of this metric and in the range. */
    Sql samplesIn(TimeRange range) {
        return samplesIn(range.fromMillis(), range.toMillis());
    }

    /** The same, from a millisecond since 1970 up to but not including another. */
    Sql samplesIn(long fromMillis, long toMillis) {
        return new Sql()
                .add(
                        "samples.name_id = %d AND ts >= %s AND ts < %s"
                                .formatted(
                                        nameId,
                                        Sql.timestamp(fromMillis),
                                        Sql.timestamp(toMillis)));
    }
}
