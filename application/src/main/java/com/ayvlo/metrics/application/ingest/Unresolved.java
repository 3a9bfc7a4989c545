package com.ayvlo.metrics.application.ingest;

import com.ayvlo.metrics.domain.metric.Metadata;
import com.ayvlo.metrics.domain.metric.MetricBatch;
import com.ayvlo.metrics.domain.metric.Series;
import com.ayvlo.metrics.domain.metric.SeriesKey;
import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.TenantId;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Metrics of a request whose series is not looked up yet: {@link NodeSeriesDictionary#find} is much
 * faster for many than for one.
 *
 * <p>Used by one thread.
 */
final class Unresolved {
    private static final int MOST = 16;

    private final TenantId tenant;
    private final NodeSeriesDictionary dictionary;
    private final SeriesKey[] keys = new SeriesKey[MOST];
    private final @Nullable Series[] found = new Series[MOST];
    private final int[] indexes = new int[MOST];
    private final long[] epochMillis = new long[MOST];
    private final double[] values = new double[MOST];
    private final Metadata[] metadata = new Metadata[MOST];
    private int made;
    private int count;

    Unresolved(TenantId tenant, NodeSeriesDictionary dictionary) {
        this.tenant = tenant;
        this.dictionary = dictionary;
    }

    /** An empty key, to be filled for the next metric that is added. */
    SeriesKey next() {
        if (count == made) {
            keys[made++] = new SeriesKey(tenant);
        } else {
            keys[count].clear();
        }
        return keys[count];
    }

    /**
     * Adds a metric whose key is filled.
     *
     * @param index its place in the request
     * @return whether it is the last one for which there is room
     */
    boolean add(int index, long atEpochMillis, double value, Metadata with) {
        keys[count].finish();
        indexes[count] = index;
        epochMillis[count] = atEpochMillis;
        values[count] = value;
        metadata[count] = with;
        count++;
        return count == MOST;
    }

    /**
     * Moves the metrics to the batch, in order; those whose series is refused to the rejections.
     */
    void resolve(MetricBatch.Builder batch, List<Rejection> rejections) {
        dictionary.find(keys, count, found);
        for (int i = 0; i < count; i++) {
            try {
                Series series = found[i];
                batch.add(
                        series != null ? series : dictionary.resolve(keys[i]),
                        epochMillis[i],
                        values[i],
                        metadata[i]);
            } catch (InvalidValue fault) {
                rejections.add(Rejection.of(indexes[i], fault));
            }
        }
        count = 0;
    }
}
