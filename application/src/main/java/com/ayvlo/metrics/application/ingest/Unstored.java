package com.ayvlo.metrics.application.ingest;

import com.ayvlo.metrics.domain.metric.MetricBatch;
import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.query.TimeRange;
import com.ayvlo.metrics.domain.tenant.TenantId;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.Set;

/**
 * The metrics of one request on their way from the journal to the storage, with what is needed to
 * tell whether a query could see them.
 *
 * <p>Not safe for concurrent use; the backlog guards it.
 */
final class Unstored {
    /** About what a request takes in memory besides its metrics. */
    private static final int BYTES = 200;

    /** About what a metric takes in memory besides its metadata. */
    private static final int BYTES_PER_METRIC = 32;

    private final TenantId tenant;
    private final MetricBatch batch;
    private final long bytes;
    private final long earliestMillis;
    private final long latestMillis;

    /** Found out when a query first asks: most metrics are stored before one does. */
    private @Nullable Set<MetricName> names;

    private Unstored(MetricBatch batch, long bytes, long earliestMillis, long latestMillis) {
        this.tenant = batch.series(0).tenant();
        this.batch = batch;
        this.bytes = bytes;
        this.earliestMillis = earliestMillis;
        this.latestMillis = latestMillis;
    }

    /** Of metrics of one tenant, at least one. */
    static Unstored of(MetricBatch batch) {
        long earliest = Long.MAX_VALUE;
        long latest = Long.MIN_VALUE;
        long bytes = BYTES + (long) BYTES_PER_METRIC * batch.size();
        for (int i = 0; i < batch.size(); i++) {
            earliest = Math.min(earliest, batch.epochMillis(i));
            latest = Math.max(latest, batch.epochMillis(i));
            bytes += batch.metadata(i).json().length();
        }
        return new Unstored(batch, bytes, earliest, latest);
    }

    TenantId tenant() {
        return tenant;
    }

    MetricBatch batch() {
        return batch;
    }

    /** About what it takes in memory; more if metrics share their metadata. */
    long bytes() {
        return bytes;
    }

    long earliestMillis() {
        return earliestMillis;
    }

    boolean canBeSeenBy(TenantId asking, MetricName name, TimeRange range) {
        return tenant.equals(asking)
                && earliestMillis < range.toMillis()
                && latestMillis >= range.fromMillis()
                && names().contains(name);
    }

    private Set<MetricName> names() {
        Set<MetricName> found = names;
        if (found == null) {
            found = new HashSet<>();
            for (int i = 0; i < batch.size(); i++) {
                found.add(batch.series(i).name());
            }
            names = found;
        }
        return found;
    }
}
