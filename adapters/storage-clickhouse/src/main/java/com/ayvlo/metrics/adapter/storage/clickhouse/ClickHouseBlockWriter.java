package com.ayvlo.metrics.adapter.storage.clickhouse;

import com.ayvlo.metrics.domain.metric.MetricBatch;
import com.ayvlo.metrics.domain.storage.Block;
import com.ayvlo.metrics.domain.storage.BlockToken;
import com.ayvlo.metrics.domain.storage.BlockWriter;
import com.ayvlo.metrics.domain.storage.NodeId;
import com.ayvlo.metrics.domain.storage.StorageException;

import java.util.List;

/**
 * Writes a block: first its metrics under its token, which ClickHouse takes once however often they
 * are sent, then the position. Whatever stops it in between, only the block behind the last
 * position is in doubt, and writing it again completes it.
 *
 * <p>Safe for concurrent use.
 */
final class ClickHouseBlockWriter implements BlockWriter {
    private final ClickHouseSession session;
    private final Doubt doubt;
    private final SeriesNumbers numbers = new SeriesNumbers();

    ClickHouseBlockWriter(ClickHouseSession session, Doubt doubt) {
        this.session = session;
        this.doubt = doubt;
    }

    @Override
    public void write(Block block) {
        if (Positions.cover(session, block.token())) {
            doubt.settled(block.token());
            return;
        }
        doubt.begins(block);
        insert(block);
        Positions.move(session, block);
        doubt.settled(block.token());
    }

    private void insert(Block block) {
        BlockOrder order = new BlockOrder(block.metrics(), numbers);
        List<int[]> parts = MonthParts.of(order);
        for (int i = 0; i < parts.size(); i++) {
            NativeBlock part =
                    new NativeBlock(order, parts.get(i), block.createdAt().toEpochMilli());
            String token = i == 0 ? block.token().toString() : block.token() + "#" + i;
            try {
                session.insert("metrics", token, part);
            } catch (StorageException failure) {
                throw i == 0 ? failure : unknown(failure);
            }
        }
    }

    /** Of a part behind the first one: those before it are kept. */
    private static StorageException unknown(StorageException failure) {
        return new StorageException.OutcomeUnknown("a part of the block was refused", failure);
    }

    @Override
    public long lastApplied(NodeId node) {
        return Positions.last(session, node);
    }

    @Override
    public long secured(NodeId node) {
        return lastApplied(node); // every part is forced to the disk before it is confirmed
    }

    @Override
    public void secure() {
        // Has been done with every block.
    }

    @Override
    public void probe(MetricBatch metrics) {
        BlockOrder order = new BlockOrder(metrics, numbers);
        for (int[] part : MonthParts.of(order)) {
            session.insert("scratch", "", new NativeBlock(order, part, 0));
        }
    }

    /** For messages: a token without what only we understand. */
    static String shown(BlockToken token) {
        return "%s:%d-%d".formatted(token.node(), token.first(), token.last());
    }
}
