package com.ayvlo.metrics.application.ingest;

import com.ayvlo.metrics.domain.storage.NodeId;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * Under which ids a data directory has numbered its metrics. Mostly that is one. A directory that
 * was copied goes on under a new one, for the original may do the same, and a storage that both
 * write to must not take one's metrics for the other's. So does one whose storage cannot say, at
 * the start, how far it has come: if the journal lost its end, positions would be used twice.
 *
 * <p>Used by one thread at a time: first by the one that opens, then by the batcher.
 */
public final class NodeEpochs {
    private final List<Epoch> epochs;
    private final Consumer<List<Epoch>> keep;
    private final boolean moved;
    private final NodeId next = NodeId.random();
    private long wentOnFrom;

    /**
     * One id.
     *
     * @param node the id
     * @param firstPosition of the first metric that was numbered under it
     */
    public record Epoch(NodeId node, long firstPosition) {}

    /**
     * The ids of a directory.
     *
     * @param epochs in order, at least one
     * @param moved whether the directory is another than the one that the last id was given to
     * @param keep makes a changed list durable
     */
    public NodeEpochs(List<Epoch> epochs, boolean moved, Consumer<List<Epoch>> keep) {
        this.epochs = new ArrayList<>(epochs);
        this.moved = moved;
        this.keep = keep;
    }

    /** One id for all positions, which is kept elsewhere. */
    public static NodeEpochs of(NodeId node) {
        return new NodeEpochs(List.of(new Epoch(node, 1)), false, _ -> {});
    }

    /**
     * New metrics are numbered from this position on, which the storage has nothing at; if the
     * directory was moved, or the storage is away and cannot say so, under a new id.
     */
    void goOnFrom(long position, boolean storageAway) {
        wentOnFrom = position;
        if (moved || storageAway) {
            epochs.removeIf(epoch -> epoch.firstPosition() >= position); // numbered nothing here
            epochs.add(new Epoch(next, position));
            keep.accept(List.copyOf(epochs));
        }
    }

    /** The id under which this directory is known to other nodes, before anything is numbered. */
    public NodeId current() {
        return moved ? next : epochs.getLast().node();
    }

    /** Under which id the metric at this position is numbered. */
    NodeId at(long position) {
        NodeId node = epochs.getFirst().node();
        for (Epoch epoch : epochs) {
            if (epoch.firstPosition() <= position) {
                node = epoch.node();
            }
        }
        return node;
    }

    /**
     * Whether no block may go across the start of this position: another id holds from here on, or
     * new metrics are numbered from here since the start. What was left at the start must be cut
     * alike by the node and by a copy of it, to which the new metrics of the other are unknown:
     * then both send it under the same token.
     */
    boolean changesAt(long position) {
        return position == wentOnFrom
                || epochs.stream().anyMatch(epoch -> epoch.firstPosition() == position);
    }

    /**
     * The position up to which the storage has something, by what it says of each id. Of an id that
     * was left it may know more than was numbered here: that was done by the original.
     */
    long last(ToLongFunction<NodeId> ofNode) {
        long last = 0;
        for (int i = 0; i < epochs.size(); i++) {
            long end =
                    i + 1 < epochs.size() ? epochs.get(i + 1).firstPosition() - 1 : Long.MAX_VALUE;
            last = Math.max(last, Math.min(end, ofNode.applyAsLong(epochs.get(i).node())));
        }
        return last;
    }
}
