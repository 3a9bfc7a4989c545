package com.ayvlo.metrics.adapter.storage.duckdb;

import com.ayvlo.metrics.domain.metric.MetricBatch;
import com.ayvlo.metrics.domain.metric.Series;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers the series of the file. A node's own number finds it at once; since that number means
 * something else to every dictionary, it is trusted only for the very object that had it before.
 *
 * <p>Belongs to the writer's thread.
 */
final class SeriesTable {
    /** Beyond it nothing is remembered by a node's number, so that an odd one takes no memory. */
    private static final int MAX_SEEN = 1 << 23;

    private static final int FIRST_CAPACITY = 1 << 10;

    private final NameTable names;
    private final Fingerprint.Taker fingerprints = new Fingerprint.Taker();
    private final FingerprintMap committed = new FingerprintMap();
    private final Map<Fingerprint, Integer> pending = new HashMap<>();
    private final List<Numbered> added = new ArrayList<>();
    private Series[] seen = new Series[FIRST_CAPACITY];
    private int[] seenIds = new int[FIRST_CAPACITY];
    private int[] seenNameIds = new int[FIRST_CAPACITY];
    private int nextId;

    SeriesTable(NameTable names) {
        this.names = names;
    }

    /** A series with its number and that of its name. */
    record Numbered(int id, int nameId, Series series) {}

    /** Takes over a series that the file has. */
    void load(int id, NameTable.Name name, String canonicalDimensions) {
        committed.put(fingerprints.take(name.tenant(), name.name(), canonicalDimensions), id);
        nextId = Math.max(nextId, id + 1);
    }

    /** Puts the numbers of each metric's series and name into the arrays. */
    void resolve(MetricBatch metrics, int[] ids, int[] nameIds) {
        for (int i = 0; i < metrics.size(); i++) {
            Series series = metrics.series(i);
            int nodeId = series.id();
            if (isSeen(series)) {
                ids[i] = seenIds[nodeId];
                nameIds[i] = seenNameIds[nodeId];
            } else {
                nameIds[i] = names.resolve(series.tenant(), series.name());
                ids[i] = identify(series, nameIds[i]);
                remember(series, ids[i], nameIds[i]);
            }
        }
    }

    /** Compares objects, not their contents: at this rate that would be most of the work. */
    @SuppressWarnings("ReferenceEquality")
    private boolean isSeen(Series series) {
        return series.id() < seen.length && seen[series.id()] == series;
    }

    private int identify(Series series, int nameId) {
        Fingerprint fingerprint =
                fingerprints.take(series.tenant(), series.name(), series.dimensions());
        int known = committed.get(fingerprint);
        if (known == FingerprintMap.ABSENT) {
            known = pending.getOrDefault(fingerprint, FingerprintMap.ABSENT);
        }
        if (known != FingerprintMap.ABSENT) {
            return known;
        }
        int id = nextId++;
        pending.put(fingerprint, id);
        added.add(new Numbered(id, nameId, series));
        return id;
    }

    private void remember(Series series, int id, int nameId) {
        int nodeId = series.id();
        if (nodeId >= MAX_SEEN) {
            return;
        }
        if (nodeId >= seen.length) {
            int capacity = Math.max(nodeId + 1, seen.length * 2);
            seen = Arrays.copyOf(seen, capacity);
            seenIds = Arrays.copyOf(seenIds, capacity);
            seenNameIds = Arrays.copyOf(seenNameIds, capacity);
        }
        seen[nodeId] = series;
        seenIds[nodeId] = id;
        seenNameIds[nodeId] = nameId;
    }

    /** What was new since the last commit. */
    List<Numbered> added() {
        return added;
    }

    /** How many series there are. */
    int size() {
        return committed.size();
    }

    void commit() {
        pending.forEach(committed::put);
        forget();
        names.commit();
    }

    /** Forgets what was new: the file does not have it. */
    void rollback() {
        if (!added.isEmpty()) {
            Arrays.fill(seen, null);
        }
        forget();
        names.rollback();
    }

    private void forget() {
        pending.clear();
        added.clear();
    }
}
