package com.ayvlo.metrics.application.ingest;

import com.ayvlo.metrics.domain.metric.MetricBatch;
import com.ayvlo.metrics.domain.metric.MetricTime;
import com.ayvlo.metrics.domain.metric.SeriesDictionary;
import com.ayvlo.metrics.domain.storage.StorageException;
import com.ayvlo.metrics.domain.tenant.Tenant;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Takes the metrics of a request in: one or many. Safe for concurrent use. */
public final class IngestMetrics {
    private final SeriesDictionary dictionary;
    private final Batcher batcher;
    private final InstantSource clock;
    private final int maxMetrics;

    /**
     * The use case.
     *
     * @param maxMetrics the most metrics of a request
     */
    public IngestMetrics(
            SeriesDictionary dictionary, Batcher batcher, InstantSource clock, int maxMetrics) {
        this.dictionary = dictionary;
        this.batcher = batcher;
        this.clock = clock;
        this.maxMetrics = maxMetrics;
    }

    /**
     * Takes the metrics that the source gives. Returns when the accepted ones are durable.
     *
     * @throws StorageException if durability could not be confirmed
     */
    public IngestOutcome ingest(Tenant tenant, IngestMode mode, MetricSource source) {
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
        if (anyRefused && (batch.isEmpty() || mode == IngestMode.ATOMIC)) {
            return new IngestOutcome.Refused(sink.rejections());
        }
        await(batcher.submit(batch));
        return new IngestOutcome.Accepted(batch.size(), sink.rejections());
    }

    private static void await(Future<Void> stored) {
        try {
            stored.get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof StorageException storage) {
                throw storage;
            }
            throw new IllegalStateException("the batcher failed", failure.getCause());
        } catch (InterruptedException deadline) {
            Thread.currentThread().interrupt();
            throw new StorageException.OutcomeUnknown(
                    "the request's time was over before the metrics were stored", deadline);
        }
    }
}
