package com.ayvlo.metrics.adapter.storage.duckdb;

import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.storage.NodeId;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Reads the small tables into memory when a file is opened. */
final class TableLoader {
    /** Results come whole: series are read in portions of ids, so that millions fit in memory. */
    private static final int PORTION = 100_000;

    private final Connection connection;
    private final Map<Integer, NameTable.Name> namesById = new HashMap<>();

    TableLoader(Connection connection) {
        this.connection = connection;
    }

    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    void load(NameTable names, SeriesTable series, PositionTable positions) throws SQLException {
        each("SELECT id, tenant, name FROM names", row -> loadName(row, names));
        loadSeries(series);
        each(
                "SELECT node, last, content_high, content_low FROM positions",
                row ->
                        positions.put(
                                new NodeId(row.getObject(1, UUID.class)),
                                new PositionTable.Position(
                                        row.getLong(2), row.getLong(3), row.getLong(4))));
    }

    private void loadName(ResultSet row, NameTable names) throws SQLException {
        NameTable.Name name =
                new NameTable.Name(
                        new TenantId(row.getObject(2, UUID.class)),
                        new MetricName(row.getString(3)));
        names.load(new NameTable.Numbered(row.getInt(1), name));
        namesById.put(row.getInt(1), name);
    }

    private void loadSeries(SeriesTable series) throws SQLException {
        int[] end = {0};
        each("SELECT coalesce(max(id) + 1, 0) FROM series", row -> end[0] = row.getInt(1));
        for (int from = 0; from < end[0]; from += PORTION) {
            each(
                    "SELECT id, name_id, dimensions FROM series WHERE id >= %d AND id < %d"
                            .formatted(from, from + PORTION),
                    row -> loadSeries(row, series));
        }
    }

    private void loadSeries(ResultSet row, SeriesTable series) throws SQLException {
        NameTable.Name name = namesById.get(row.getInt(2));
        if (name == null) {
            throw new SQLException("corrupt: a series has no name");
        }
        series.load(row.getInt(1), name, row.getString(3));
    }

    private void each(String sql, RowReader reader) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }
}
