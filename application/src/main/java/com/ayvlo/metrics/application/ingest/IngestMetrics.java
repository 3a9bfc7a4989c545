package com.ayvlo.metrics.application.ingest;

import com.ayvlo.metrics.domain.journal.JournalCapacity;
import com.ayvlo.metrics.domain.journal.JournalException;
import com.ayvlo.metrics.domain.metric.MetricBatch;
import com.ayvlo.metrics.domain.metric.MetricTime;
import com.ayvlo.metrics.domain.metric.SeriesDictionary;
import com.ayvlo.metrics.domain.tenant.Tenant;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Takes the metrics of a request in: one or many. Safe for concurrent use. */
public final class IngestMetrics {
    /** How long a caller waits at most who wants the metrics stored. */
    private static final Duration STORED_AT_MOST = Duration.ofSeconds(30);

    private final SeriesDictionary dictionary;
    private final MetricLog log;
    private final InstantSource clock;
    private final int maxMetrics;

    /**
     * The use case.
     *
     * @param maxMetrics the most metrics of a request
     */
    public IngestMetrics(
            SeriesDictionary dictionary, MetricLog log, InstantSource clock, int maxMetrics) {
        this.dictionary = dictionary;
        this.log = log;
        this.clock = clock;
        this.maxMetrics = maxMetrics;
    }

    /**
     * Takes the metrics that the source gives. Returns when the accepted ones are durable.
     *
     * @throws JournalException if durability could not be confirmed; the source is not asked for
     *     anything if there is no room
     */
    public IngestOutcome ingest(Tenant tenant, IngestRequest request, MetricSource source) {
        JournalCapacity capacity = log.capacity();
        if (!capacity.accepting()) {
            throw new JournalException.Full(capacity.detail());
        }
        Instant now = clock.instant();
        MetricSink sink =
                new MetricSink(
                        tenant.id(),
                        dictionary,
                        MetricTime.at(now, tenant.retention()),
                        now.toEpochMilli(),
                        maxMetrics);
        source.feed(sink);
        MetricBatch batch = sink.toBatch();
        boolean anyRefused = !sink.rejections().isEmpty();
        if (anyRefused && (batch.isEmpty() || request.mode() == IngestMode.ATOMIC)) {
            return new IngestOutcome.Refused(sink.rejections());
        }
        boolean stored = !batch.isEmpty() && append(tenant, request.ack(), batch);
        return new IngestOutcome.Accepted(batch.size(), stored, sink.rejections());
    }

    /** Whether the metrics are stored; they are durable either way. */
    private boolean append(Tenant tenant, Ack ack, MetricBatch batch) {
        long position = log.append(tenant.id(), batch);
        return switch (ack) {
            case DURABLE -> false;
            case STORED -> log.awaitStored(position, STORED_AT_MOST);
        };
    }
}
