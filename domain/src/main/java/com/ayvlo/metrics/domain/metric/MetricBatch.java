package com.ayvlo.metrics.domain.metric;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/**
 * Valid metrics in columns: one object per series, primitives per metric. A batch of one request
 * holds one tenant's metrics; batches joined to a block may hold many tenants'.
 *
 * <p>Immutable, safe for concurrent use.
 */
public final class MetricBatch {
    /** No metrics. */
    public static final MetricBatch EMPTY =
            new MetricBatch(new Series[0], new long[0], new double[0], new Metadata[0], 0);

    private final Series[] series;
    private final long[] epochMillis;
    private final double[] values;
    private final Metadata[] metadata;
    private final int size;

    private MetricBatch(
            Series[] series, long[] epochMillis, double[] values, Metadata[] metadata, int size) {
        this.series = series;
        this.epochMillis = epochMillis;
        this.values = values;
        this.metadata = metadata;
        this.size = size;
    }

    /** How many metrics. */
    public int size() {
        return size;
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** The series of metric {@code index}. */
    public Series series(int index) {
        return series[Objects.checkIndex(index, size)];
    }

    /** When metric {@code index} happened, in milliseconds since 1970 UTC. */
    public long epochMillis(int index) {
        return epochMillis[Objects.checkIndex(index, size)];
    }

    /** The value of metric {@code index}; finite, and never a negative zero. */
    public double value(int index) {
        return values[Objects.checkIndex(index, size)];
    }

    /** The metadata of metric {@code index}. */
    public Metadata metadata(int index) {
        return metadata[Objects.checkIndex(index, size)];
    }

    /** These batches one behind the other. */
    public static MetricBatch join(List<MetricBatch> batches) {
        if (batches.size() == 1) {
            return batches.getFirst();
        }
        int size = batches.stream().mapToInt(MetricBatch::size).sum();
        Series[] series = new Series[size];
        long[] epochMillis = new long[size];
        double[] values = new double[size];
        Metadata[] metadata = new Metadata[size];
        int next = 0;
        for (MetricBatch batch : batches) {
            System.arraycopy(batch.series, 0, series, next, batch.size);
            System.arraycopy(batch.epochMillis, 0, epochMillis, next, batch.size);
            System.arraycopy(batch.values, 0, values, next, batch.size);
            System.arraycopy(batch.metadata, 0, metadata, next, batch.size);
            next += batch.size;
        }
        return new MetricBatch(series, epochMillis, values, metadata, size);
    }

    /** The metrics from index {@code from} on, up to but not including {@code to}. */
    public MetricBatch slice(int from, int to) {
        Objects.checkFromToIndex(from, to, size);
        return to - from == size
                ? this
                : new MetricBatch(
                        Arrays.copyOfRange(series, from, to),
                        Arrays.copyOfRange(epochMillis, from, to),
                        Arrays.copyOfRange(values, from, to),
                        Arrays.copyOfRange(metadata, from, to),
                        to - from);
    }

    /** The metrics at these indexes, in order. */
    public MetricBatch only(BitSet indexes) {
        return at(indexes.stream().toArray());
    }

    /** The metrics at these indexes, in the order of the indexes. */
    public MetricBatch at(int[] indexes) {
        // A loop for each column, each a read that depends on no other: at random places in a large
        // batch they wait for memory together, not one after the other.
        Series[] chosenSeries = new Series[indexes.length];
        for (int i = 0; i < indexes.length; i++) {
            chosenSeries[i] = series(indexes[i]);
        }
        long[] chosenMillis = new long[indexes.length];
        for (int i = 0; i < indexes.length; i++) {
            chosenMillis[i] = epochMillis[indexes[i]];
        }
        double[] chosenValues = new double[indexes.length];
        for (int i = 0; i < indexes.length; i++) {
            chosenValues[i] = values[indexes[i]];
        }
        Metadata[] chosenMetadata = new Metadata[indexes.length];
        for (int i = 0; i < indexes.length; i++) {
            chosenMetadata[i] = metadata[indexes[i]];
        }
        return new MetricBatch(
                chosenSeries, chosenMillis, chosenValues, chosenMetadata, indexes.length);
    }

    /** Collects metrics; used once, by one thread. */
    public static final class Builder {
        private static final int FIRST_CAPACITY = 16;

        private Series[] series;
        private long[] epochMillis;
        private double[] values;
        private Metadata[] metadata;
        private int size;

        /** An empty builder. */
        public Builder() {
            this(FIRST_CAPACITY);
        }

        /** An empty builder with room for so many metrics; it takes more. */
        public Builder(int capacity) {
            int first = Math.max(1, capacity);
            series = new Series[first];
            epochMillis = new long[first];
            values = new double[first];
            metadata = new Metadata[first];
        }

        /**
         * Adds a metric.
         *
         * @param value finite; a negative zero is kept as zero, since the two compare as equal
         */
        public Builder add(Series ofSeries, long atEpochMillis, double value, Metadata with) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("a value is finite");
            }
            if (size == values.length) {
                series = Arrays.copyOf(series, size * 2);
                epochMillis = Arrays.copyOf(epochMillis, size * 2);
                values = Arrays.copyOf(values, size * 2);
                metadata = Arrays.copyOf(metadata, size * 2);
            }
            series[size] = ofSeries;
            epochMillis[size] = atEpochMillis;
            values[size] = value + 0.0; // -0.0 + 0.0 is 0.0
            metadata[size] = with;
            size++;
            return this;
        }

        /** How many metrics so far. */
        public int size() {
            return size;
        }

        /** The batch; the builder is not used again. */
        public MetricBatch build() {
            return new MetricBatch(series, epochMillis, values, metadata, size);
        }
    }
}
