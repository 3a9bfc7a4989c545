package com.ayvlo.metrics.adapter.storage.clickhouse;

import com.ayvlo.metrics.domain.storage.Block;
import com.ayvlo.metrics.domain.storage.BlockToken;
import com.ayvlo.metrics.domain.storage.NodeId;
import com.ayvlo.metrics.domain.storage.StorageException;

import java.util.ArrayList;
import java.util.List;

/** The table of positions: a row for every block that is stored, by node. */
final class Positions {
    private Positions() {}

    /** A block that is stored. */
    private record Stored(long first, long last, long contentHigh, long contentLow) {
        boolean is(BlockToken token) {
            return first == token.first()
                    && last == token.last()
                    && contentHigh == token.contentHigh()
                    && contentLow == token.contentLow();
        }

        boolean overlaps(BlockToken token) {
            return first <= token.last();
        }
    }

    /** The last position of this node; 0 if it has none. */
    static long last(ClickHouseSession session, NodeId node) {
        long[] last = {0};
        session.select(
                Sql.ofNoTenant("SELECT toInt64(max(last)) FROM positions WHERE node = ")
                        .parameter("UUID", node.toString()),
                session.writeTimeout(),
                row -> last[0] = row.number());
        return last[0];
    }

    /**
     * Whether the block is stored.
     *
     * @throws StorageException.Unsupported if another block has its positions or some of them: one
     *     that was cut anew, or that a copy of the node's data directory has sent, would lose or
     *     double metrics
     */
    static boolean cover(ClickHouseSession session, BlockToken token) {
        List<Stored> behind = new ArrayList<>();
        session.select(
                Sql.ofNoTenant(
                                "SELECT toInt64(first), toInt64(last), content_high, content_low"
                                        + " FROM positions WHERE node = ")
                        .parameter("UUID", token.node().toString())
                        .add(" AND last >= " + token.first() + " ORDER BY last, first LIMIT 2"),
                session.writeTimeout(),
                row ->
                        behind.add(
                                new Stored(
                                        row.number(), row.number(), row.number(), row.number())));
        for (Stored stored : behind) {
            if (!stored.is(token) && stored.overlaps(token)) {
                throw new StorageException.Unsupported(
                        "block %s was cut anew: ClickHouse has other metrics at %d to %d"
                                .formatted(
                                        ClickHouseBlockWriter.shown(token),
                                        stored.first,
                                        stored.last));
            }
        }
        // If it is not the next one, it is older than what the table still has.
        return !behind.isEmpty();
    }

    /** Notes that a block is stored. */
    static void move(ClickHouseSession session, Block block) {
        BlockToken token = block.token();
        session.change(
                Sql.ofNoTenant(
                                "INSERT INTO positions (node, first, last, content_high,"
                                        + " content_low, metrics, created_at)"
                                        + " SELECT ")
                        .parameter("UUID", token.node().toString())
                        .add(
                                ", %d, %d, toInt64(%d), toInt64(%d), %d, %s"
                                        .formatted(
                                                token.first(),
                                                token.last(),
                                                token.contentHigh(),
                                                token.contentLow(),
                                                block.metrics().size(),
                                                Sql.timestamp(block.createdAt().toEpochMilli()))));
    }
}
