package com.ayvlo.metrics.application.ingest;

import com.ayvlo.metrics.domain.journal.JournalRecord;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of the records that there was no room for in memory: which they are, and as much of
 * each tenant's as is needed to answer carefully. Guarded by the lock of the {@link Backlog}.
 */
final class Noted {
    private final Map<TenantId, OfTenant> tenants = new HashMap<>();
    private long nextSequence;
    private long lastSequence;
    private long metrics;
    private Instant since = Instant.MAX;

    /** What is known of a tenant's records. */
    record OfTenant(long earliestMillis, long lastPosition) {
        private OfTenant and(OfTenant other) {
            return new OfTenant(
                    Math.min(earliestMillis, other.earliestMillis),
                    Math.max(lastPosition, other.lastPosition));
        }
    }

    /** Which records to read from the journal, and since when they wait, at most. */
    record Range(long nextSequence, long lastSequence, Instant since) {}

    void add(JournalRecord record, Unstored content, Instant now) {
        if (isEmpty()) {
            nextSequence = record.sequence();
            since = now;
        }
        lastSequence = record.sequence();
        metrics += record.metrics();
        tenants.merge(
                content.tenant(),
                new OfTenant(content.earliestMillis(), record.lastPosition()),
                OfTenant::and);
    }

    /** So many metrics were read, from all records before this one. */
    void read(long metricsRead, long sequence) {
        metrics -= metricsRead;
        nextSequence = sequence;
        if (nextSequence > lastSequence) {
            metrics = 0;
            since = Instant.MAX;
            tenants.clear();
        }
    }

    boolean isEmpty() {
        return metrics == 0;
    }

    long metrics() {
        return metrics;
    }

    Instant since() {
        return since;
    }

    Range range() {
        return new Range(nextSequence, lastSequence, since);
    }

    Optional<OfTenant> of(TenantId tenant) {
        return Optional.ofNullable(tenants.get(tenant));
    }
}
