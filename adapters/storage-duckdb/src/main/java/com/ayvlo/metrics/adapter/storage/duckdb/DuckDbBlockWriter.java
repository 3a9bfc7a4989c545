package com.ayvlo.metrics.adapter.storage.duckdb;

import com.ayvlo.metrics.domain.metric.Metadata;
import com.ayvlo.metrics.domain.metric.MetricBatch;
import com.ayvlo.metrics.domain.storage.Block;
import com.ayvlo.metrics.domain.storage.BlockToken;
import com.ayvlo.metrics.domain.storage.BlockWriter;
import com.ayvlo.metrics.domain.storage.NodeId;

import org.duckdb.DuckDBAppender;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Writes a block as one transaction: its metrics, the series and names that are new, and the node's
 * position, so that a block is applied exactly once whatever happens in between.
 *
 * <p>Safe for concurrent use.
 */
final class DuckDbBlockWriter implements BlockWriter {
    private final DuckDbDatabase database;

    DuckDbBlockWriter(DuckDbDatabase database) {
        this.database = database;
    }

    /**
     * Metrics in the order in which they are stored, with the numbers of their names and series.
     */
    private static final class Placed {
        private final MetricBatch metrics;
        private final int[] nameIds;
        private final int[] seriesIds;

        Placed(MetricBatch metrics, int[] nameIds, int[] seriesIds) {
            this.metrics = metrics;
            this.nameIds = nameIds;
            this.seriesIds = seriesIds;
        }
    }

    /** What fills a table. */
    private interface Rows {
        void append(DuckDBAppender appender) throws SQLException;
    }

    @Override
    public void write(Block block) {
        database.store(
                session -> {
                    if (!session.positions().covers(block.token())) {
                        store(session, block);
                    }
                    return block.token();
                });
    }

    @Override
    public long lastApplied(NodeId node) {
        return database.write(session -> session.positions().last(node));
    }

    @Override
    public long secured(NodeId node) {
        return database.write(
                session -> {
                    session.logged(0);
                    return session.positions().secured(node);
                });
    }

    @Override
    public void secure() {
        database.write(
                session -> {
                    session.checkpointOrFail();
                    return session;
                });
    }

    @Override
    public void probe(MetricBatch metrics) {
        database.write(
                session -> {
                    try {
                        session.tryOut(
                                () -> {
                                    appendMetrics(session, metrics);
                                    appendNew(session);
                                });
                    } finally {
                        session.series().rollback();
                    }
                    return metrics;
                });
    }

    private static void store(DuckDbSession session, Block block) throws SQLException {
        MetricBatch metrics = block.metrics();
        boolean done = false;
        try {
            session.transaction(
                    () -> {
                        Placed placed = appendMetrics(session, metrics);
                        appendNew(session);
                        appendDirty(session, placed);
                        move(session, block);
                    });
            done = true;
        } finally {
            if (!done) {
                session.series().rollback();
                session.dirty().forget();
            }
        }
        session.series().commit();
        session.dirty().committed();
        BlockToken token = block.token();
        session.positions()
                .put(
                        token.node(),
                        new PositionTable.Position(
                                token.last(), token.contentHigh(), token.contentLow()));
        session.logged(metrics.size());
    }

    private static Placed appendMetrics(DuckDbSession session, MetricBatch metrics)
            throws SQLException {
        int[] seriesIds = new int[metrics.size()];
        int[] nameIds = new int[metrics.size()];
        session.series().resolve(metrics, seriesIds, nameIds);
        int[] order = BlockOrder.byName(nameIds);
        Placed placed = new Placed(metrics.at(order), at(order, nameIds), at(order, seriesIds));
        append(session, "samples", appender -> appendRows(placed, appender));
        return placed;
    }

    private static int[] at(int[] indexes, int[] ids) {
        int[] chosen = new int[indexes.length];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = ids[indexes[i]];
        }
        return chosen;
    }

    private static void appendRows(Placed placed, DuckDBAppender appender) throws SQLException {
        MetricBatch metrics = placed.metrics;
        for (int i = 0; i < metrics.size(); i++) {
            appender.beginRow();
            appender.append(placed.seriesIds[i]);
            appender.append(placed.nameIds[i]);
            appender.appendEpochMicros(Sql.micros(metrics.epochMillis(i)));
            appender.append(metrics.value(i));
            append(metrics.metadata(i), appender);
            appender.endRow();
        }
    }

    /**
     * Makes the hours of the metrics dirty in the same transaction: what was rolled up of them is
     * never seen beside them.
     */
    private static void appendDirty(DuckDbSession session, Placed placed) throws SQLException {
        long[] fresh = session.dirty().touch(placed.metrics, placed.nameIds);
        if (fresh.length == 0) {
            return;
        }
        append(
                session,
                "dirty",
                appender -> {
                    for (long key : fresh) {
                        appender.beginRow();
                        appender.append(DirtyHours.nameId(key));
                        appender.appendEpochMicros(DirtyHours.hour(key) * RollupSql.HOUR_MICROS);
                        appender.endRow();
                    }
                });
    }

    private static void append(Metadata metadata, DuckDBAppender appender) throws SQLException {
        if (metadata.isEmpty()) {
            appender.appendNull();
        } else {
            appender.append(metadata.json());
        }
    }

    private static void appendNew(DuckDbSession session) throws SQLException {
        if (session.series().added().isEmpty()) {
            return; // a new name always comes with a new series
        }
        append(
                session,
                "series",
                appender -> {
                    for (SeriesTable.Numbered series : session.series().added()) {
                        appender.beginRow();
                        appender.append(series.id());
                        appender.append(series.series().tenant().value());
                        appender.append(series.nameId());
                        appender.append(series.series().dimensions().canonical());
                        appender.endRow();
                    }
                });
        append(
                session,
                "names",
                appender -> {
                    for (NameTable.Numbered name : session.names().added()) {
                        appender.beginRow();
                        appender.append(name.id());
                        appender.append(name.name().tenant().value());
                        appender.append(name.name().name().value());
                        appender.endRow();
                    }
                });
    }

    /**
     * Appends within the transaction. The flush is not left to {@code close()}, which says nothing
     * when it fails: then only the next statement would, and not why. And the appender is closed
     * before a rollback, which it would survive with what it still holds.
     */
    private static void append(DuckDbSession session, String table, Rows rows) throws SQLException {
        try (DuckDBAppender appender = session.writer().createAppender(table)) {
            rows.append(appender);
            appender.flush();
        }
    }

    private static void move(DuckDbSession session, Block block) throws SQLException {
        String sql =
                session.positions().knows(block.token().node())
                        ? "UPDATE positions SET last = ?, content_high = ?, content_low = ?,"
                                + " cut_at = ? WHERE node = ?"
                        : "INSERT INTO positions (last, content_high, content_low, cut_at, node)"
                                + " VALUES (?, ?, ?, ?, ?)";
        BlockToken token = block.token();
        try (PreparedStatement statement = session.writer().prepareStatement(sql)) {
            statement.setLong(1, token.last());
            statement.setLong(2, token.contentHigh());
            statement.setLong(3, token.contentLow());
            statement.setObject(4, LocalDateTime.ofInstant(block.createdAt(), ZoneOffset.UTC));
            statement.setObject(5, token.node().value());
            if (statement.executeUpdate() != 1) {
                throw new SQLException("corrupt: a node has not one position");
            }
        }
    }
}
