package com.ayvlo.metrics.application.ingest;

import com.ayvlo.metrics.domain.metric.MetricBatch;
import com.ayvlo.metrics.domain.storage.BlockWriter;
import com.ayvlo.metrics.domain.storage.StorageException;

import java.util.BitSet;

/** Finds the metrics that a store refuses for what they are, by trying halves of halves. */
final class RefusedMetrics {
    private RefusedMetrics() {}

    /**
     * The indexes of the refused ones.
     *
     * @throws StorageException if the store cannot be asked
     */
    static BitSet find(BlockWriter writer, MetricBatch metrics) {
        BitSet refused = new BitSet(metrics.size());
        search(writer, metrics, 0, metrics.size(), refused);
        return refused;
    }

    private static void search(
            BlockWriter writer, MetricBatch metrics, int from, int to, BitSet refused) {
        if (takes(writer, metrics.slice(from, to))) {
            return;
        }
        if (to - from == 1) {
            refused.set(from);
            return;
        }
        int middle = (from + to) >>> 1;
        search(writer, metrics, from, middle, refused);
        search(writer, metrics, middle, to, refused);
    }

    private static boolean takes(BlockWriter writer, MetricBatch metrics) {
        try {
            writer.probe(metrics);
            return true;
        } catch (StorageException.Unsupported refused) {
            return false;
        }
    }
}
