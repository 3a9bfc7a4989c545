package com.ayvlo.metrics.application.ingest;

import com.ayvlo.metrics.domain.journal.JournalCapacity;
import com.ayvlo.metrics.domain.journal.JournalException;
import com.ayvlo.metrics.domain.journal.KeyedAnswer;
import com.ayvlo.metrics.domain.journal.RequestKey;
import com.ayvlo.metrics.domain.metric.MetricBatch;
import com.ayvlo.metrics.domain.metric.MetricTime;
import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Tenant;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Takes the metrics of a request in: one or many. Safe for concurrent use. */
public final class IngestMetrics {
    /** How long a caller waits at most who wants the metrics stored. */
    private static final Duration STORED_AT_MOST = Duration.ofSeconds(30);

    private final NodeSeriesDictionary dictionary;
    private final MetricLog log;
    private final InstantSource clock;
    private final int maxMetrics;
    private final Set<RequestKey> keysInUse = ConcurrentHashMap.newKeySet();

    /** What is to be kept of a request, and what became of it if that is kept. */
    private record Decision(MetricBatch batch, IngestOutcome outcome) {}

    /**
     * The use case.
     *
     * @param maxMetrics the most metrics of a request
     */
    public IngestMetrics(
            NodeSeriesDictionary dictionary, MetricLog log, InstantSource clock, int maxMetrics) {
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
        return request.keyed()
                .map(keyed -> ingestOnce(tenant, request, keyed, source))
                .orElseGet(() -> keep(tenant, request, decide(tenant, request, source)));
    }

    private IngestOutcome ingestOnce(
            Tenant tenant, IngestRequest request, Keyed keyed, MetricSource source) {
        if (!keysInUse.add(keyed.key())) {
            return new IngestOutcome.KeyInUse();
        }
        try {
            Decision decision = decide(tenant, request, source);
            Fingerprint fingerprint = keyed.fingerprint().get();
            Optional<KeyedAnswer> before = log.answers().find(keyed.key());
            if (before.isPresent()) {
                return isSame(before.get(), fingerprint)
                        ? repeated(tenant, request, before.get())
                        : new IngestOutcome.KeyReused();
            }
            Optional<KeyedAnswer> elsewhere = log.answeredElsewhere(tenant.id(), keyed.key());
            if (elsewhere.isPresent()) {
                return isSame(elsewhere.get(), fingerprint)
                        ? new IngestOutcome.Repeated(elsewhere.get().answer(), false)
                        : new IngestOutcome.KeyReused();
            }
            return log.answers().hasRoom(tenant.id())
                    ? keepWithKey(tenant, request, decision, fingerprint)
                    : new IngestOutcome.NoRoomForKeys();
        } finally {
            keysInUse.remove(keyed.key());
        }
    }

    private static boolean isSame(KeyedAnswer answer, Fingerprint fingerprint) {
        return answer.fingerprintHigh() == fingerprint.high()
                && answer.fingerprintLow() == fingerprint.low();
    }

    private IngestOutcome repeated(Tenant tenant, IngestRequest request, KeyedAnswer before) {
        boolean stored =
                request.ack() == Ack.STORED && log.awaitStored(tenant.id(), STORED_AT_MOST);
        return new IngestOutcome.Repeated(before.answer(), stored);
    }

    private Decision decide(Tenant tenant, IngestRequest request, MetricSource source) {
        Instant now = clock.instant();
        MetricSink sink =
                new MetricSink(
                        tenant.id(),
                        dictionary,
                        MetricTime.at(now, tenant.retention()),
                        now.toEpochMilli(),
                        maxMetrics);
        try {
            source.feed(sink);
        } catch (InvalidValue fault) {
            return new Decision(MetricBatch.EMPTY, new IngestOutcome.Invalid(fault));
        }
        MetricBatch batch = sink.toBatch();
        boolean anyRefused = !sink.rejections().isEmpty();
        if (anyRefused && (batch.isEmpty() || request.mode() == IngestMode.ATOMIC)) {
            return new Decision(MetricBatch.EMPTY, new IngestOutcome.Refused(sink.rejections()));
        }
        return new Decision(
                batch, new IngestOutcome.Accepted(batch.size(), false, sink.rejections()));
    }

    private IngestOutcome keep(Tenant tenant, IngestRequest request, Decision decision) {
        return decision.batch.isEmpty()
                ? decision.outcome
                : acknowledge(request, decision, log.append(tenant.id(), decision.batch));
    }

    private IngestOutcome keepWithKey(
            Tenant tenant, IngestRequest request, Decision decision, Fingerprint fingerprint) {
        Keyed keyed = request.keyed().orElseThrow();
        KeyedAnswer answer =
                new KeyedAnswer(
                        keyed.key(),
                        tenant.id(),
                        fingerprint.high(),
                        fingerprint.low(),
                        clock.millis(),
                        keyed.answer().apply(decision.outcome));
        return acknowledge(request, decision, log.append(answer, decision.batch));
    }

    private IngestOutcome acknowledge(IngestRequest request, Decision decision, long position) {
        boolean stored =
                request.ack() == Ack.STORED
                        && !decision.batch.isEmpty()
                        && log.awaitStored(position, STORED_AT_MOST);
        return decision.outcome instanceof IngestOutcome.Accepted accepted
                ? new IngestOutcome.Accepted(accepted.accepted(), stored, accepted.rejections())
                : decision.outcome;
    }
}
