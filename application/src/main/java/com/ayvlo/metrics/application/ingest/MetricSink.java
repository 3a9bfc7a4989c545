package com.ayvlo.metrics.application.ingest;

import com.ayvlo.metrics.domain.metric.Metadata;
import com.ayvlo.metrics.domain.metric.MetricBatch;
import com.ayvlo.metrics.domain.metric.MetricTime;
import com.ayvlo.metrics.domain.metric.SeriesKey;
import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Reason;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes the parts of one metric after the other as a decoder comes across them, in any order:
 * {@link #begin()}, then the parts, then {@link #end()}. A metric with a fault is set aside with
 * its first one, the others are collected.
 *
 * <p>Used for one request by one thread.
 */
public final class MetricSink {
    private static final int VALUE = 1;
    private static final int TIMESTAMP = 2;
    private static final int NAME = 4;

    private final MetricTime accepted;
    private final long receivedMillis;
    private final int maxMetrics;
    private final Unresolved unresolved;
    private final MetricBatch.Builder batch = new MetricBatch.Builder();
    private final List<Rejection> rejections = new ArrayList<>();
    private SeriesKey key;
    private int index = -1;
    private int seen;
    private boolean refused;
    private double value;
    private long epochMillis;
    private Metadata metadata = Metadata.NONE;

    MetricSink(
            TenantId tenant,
            NodeSeriesDictionary dictionary,
            MetricTime accepted,
            long receivedMillis,
            int maxMetrics) {
        this.unresolved = new Unresolved(tenant, dictionary);
        this.key = unresolved.next();
        this.accepted = accepted;
        this.receivedMillis = receivedMillis;
        this.maxMetrics = maxMetrics;
    }

    /**
     * Begins the next metric.
     *
     * @throws InvalidValue if the request has more metrics than it may
     */
    public void begin() {
        index++;
        if (index >= maxMetrics) {
            throw new InvalidValue(
                    Reason.BATCH_TOO_LARGE,
                    "metrics",
                    "a batch has at most %d metrics (MAX_BATCH_METRICS)".formatted(maxMetrics));
        }
        key = unresolved.next();
        seen = 0;
        refused = false;
        metadata = Metadata.NONE;
    }

    /** The name, as it came in. */
    public void name(String name) {
        key.name(name);
        seen |= NAME;
    }

    /** The name, as it came in: {@code length} characters from {@code offset}. */
    public void name(char[] text, int offset, int length) {
        key.name(text, offset, length);
        seen |= NAME;
    }

    /** The name, as it came in: {@code length} ASCII characters from {@code offset}. */
    public void name(byte[] ascii, int offset, int length) {
        key.name(ascii, offset, length);
        seen |= NAME;
    }

    /** The same as the next one with a value that is ASCII. */
    public void dimension(String dimensionKey, byte[] ascii, int offset, int length) {
        key.dimension(dimensionKey, ascii, offset, length);
    }

    /** A dimension, as it came in: {@code length} characters from {@code offset} are the value. */
    public void dimension(String dimensionKey, char[] text, int offset, int length) {
        key.dimension(dimensionKey, text, offset, length);
    }

    /** The value; one that is not finite is a fault. */
    public void value(double newValue) {
        if (!Double.isFinite(newValue)) {
            refuse(
                    new InvalidValue(
                            Reason.INVALID_VALUE,
                            "value",
                            "a value is a finite number of 64 bits, about -1.8e308 to 1.8e308"));
            return;
        }
        value = newValue;
        seen |= VALUE;
    }

    /** When it happened, in milliseconds since 1970 UTC; without it, it happened just now. */
    public void timestamp(long newEpochMillis) {
        epochMillis = newEpochMillis;
        seen |= TIMESTAMP;
    }

    /** What is kept with it. */
    public void metadata(Metadata newMetadata) {
        metadata = newMetadata;
    }

    /** Sets this metric aside; of several faults the first counts. */
    public void refuse(InvalidValue fault) {
        if (!refused) {
            refused = true;
            unresolved.resolve(batch, rejections); // those before come first
            rejections.add(Rejection.of(index, fault));
        }
    }

    /** Ends this metric. */
    public void end() {
        if (refused) {
            return;
        }
        try {
            collect();
        } catch (InvalidValue fault) {
            refuse(fault);
        }
    }

    private void collect() {
        require(NAME, "metric_name");
        require(VALUE, "value");
        long at = (seen & TIMESTAMP) == 0 ? receivedMillis : epochMillis;
        accepted.check(at);
        if (unresolved.add(index, at, value, metadata)) {
            unresolved.resolve(batch, rejections);
        }
    }

    private void require(int part, String field) {
        if ((seen & part) == 0) {
            throw new InvalidValue(Reason.MISSING_FIELD, field, field + " is required");
        }
    }

    List<Rejection> rejections() {
        unresolved.resolve(batch, rejections);
        return rejections;
    }

    MetricBatch toBatch() {
        unresolved.resolve(batch, rejections);
        return batch.build();
    }
}
