package com.ayvlo.metrics.adapter.http.helidon;

import com.ayvlo.metrics.application.ingest.Ack;
import com.ayvlo.metrics.application.ingest.IngestMetrics;
import com.ayvlo.metrics.application.ingest.IngestMode;
import com.ayvlo.metrics.application.ingest.IngestOutcome;
import com.ayvlo.metrics.application.ingest.IngestRequest;
import com.ayvlo.metrics.application.ingest.Keyed;
import com.ayvlo.metrics.application.ingest.MetricSource;
import com.ayvlo.metrics.application.ingest.Rejection;
import com.ayvlo.metrics.application.tenant.AdmitRequest.RequestKind;
import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Reason;
import com.ayvlo.metrics.domain.tenant.Tenant;
import com.fasterxml.jackson.core.JsonGenerator;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Takes metrics in, one or many. */
final class IngestEndpoint {
    private static final String KEYS_RETRY_SECONDS = "60";
    private static final String MODE = "mode";
    private static final String ACK = "ack";

    private final TenantGate gate;
    private final IngestMetrics ingestMetrics;
    private final RequestBody bodies;
    private final Json json;
    private final ServiceMetrics metrics;
    private final Problems problems;

    /** Where in the document the metrics stand, as the members of a JSON pointer. */
    private enum Shape {
        SINGLE,
        BATCH,
        LINES;

        String pointer(Rejection rejection) {
            String field = Problem.pointer(rejection.field());
            return this == BATCH ? "/metrics/" + rejection.index() + field : field;
        }

        OptionalInt index(Rejection rejection) {
            return this == SINGLE ? OptionalInt.empty() : OptionalInt.of(rejection.index());
        }
    }

    IngestEndpoint(
            TenantGate gate,
            IngestMetrics ingestMetrics,
            RequestBody bodies,
            Json json,
            ServiceMetrics metrics,
            Problems problems) {
        this.gate = gate;
        this.ingestMetrics = ingestMetrics;
        this.bodies = bodies;
        this.json = json;
        this.metrics = metrics;
        this.problems = problems;
    }

    void register(Routes routes) {
        routes.post("/api/v1/metrics/ingest", this::single);
        routes.post("/api/v1/metrics/ingest/batch", this::batch);
    }

    private void single(ServerRequest request, ServerResponse response) throws IOException {
        RequestBody.Pending pending = bodies.json(request);
        Tenant tenant = gate.enter(request, response, RequestKind.INGESTION);
        take(request, response, tenant, pending, Shape.SINGLE);
    }

    private void batch(ServerRequest request, ServerResponse response) throws IOException {
        RequestBody.Pending pending =
                bodies.of(request, List.of(RequestBody.Media.JSON, RequestBody.Media.NDJSON));
        Tenant tenant = gate.enter(request, response, RequestKind.INGESTION);
        Shape shape =
                switch (pending.media()) {
                    case JSON -> Shape.BATCH;
                    case NDJSON -> Shape.LINES;
                };
        take(request, response, tenant, pending, shape);
    }

    private void take(
            ServerRequest request,
            ServerResponse response,
            Tenant tenant,
            RequestBody.Pending pending,
            Shape shape)
            throws IOException {
        QueryParameters parameters = QueryParameters.of(request, Set.of(MODE, ACK));
        IngestMode mode =
                parameters.text(MODE).map(IngestEndpoint::mode).orElse(IngestMode.PARTIAL);
        Ack ack = parameters.text(ACK).map(IngestEndpoint::ack).orElse(Ack.DURABLE);
        Optional<IdempotencyKey> key = IdempotencyKey.of(request);
        try (InputStream body = pending.open()) {
            RequestDigest digest = new RequestDigest(body, request.query().rawValue());
            Optional<Keyed> keyed = key.map(k -> keyed(k, tenant, request, digest, shape));
            MetricSource source = source(shape, keyed.isPresent() ? digest.body() : body);
            IngestRequest asked = new IngestRequest(mode, ack, keyed);
            answer(request, response, ingestMetrics.ingest(tenant, asked, source), shape);
        }
    }

    private MetricSource source(Shape shape, InputStream body) throws IOException {
        return switch (shape) {
            case SINGLE -> new MetricDocument(json, body);
            case BATCH -> new BatchDocument(json, body);
            case LINES -> new MetricLines(json, body);
        };
    }

    private Keyed keyed(
            IdempotencyKey key,
            Tenant tenant,
            ServerRequest request,
            RequestDigest digest,
            Shape shape) {
        return new Keyed(
                key.requestKey(tenant.id(), request.path().path()),
                digest::fingerprint,
                outcome -> render(outcome, shape).toRemember());
    }

    private static IngestMode mode(String text) {
        return switch (text) {
            case "partial" -> IngestMode.PARTIAL;
            case "atomic" -> IngestMode.ATOMIC;
            default -> throw oneOf(MODE, "partial or atomic", text);
        };
    }

    private static Ack ack(String text) {
        return switch (text) {
            case "durable" -> Ack.DURABLE;
            case "stored" -> Ack.STORED;
            default -> throw oneOf(ACK, "durable or stored", text);
        };
    }

    private static InvalidValue oneOf(String field, String choices, String text) {
        return new InvalidValue(
                Reason.INVALID_FIELD,
                field,
                "%s is %s, not %s".formatted(field, choices, InvalidValue.shown(text)));
    }

    private void answer(
            ServerRequest request, ServerResponse response, IngestOutcome outcome, Shape shape) {
        count(outcome);
        if (outcome instanceof IngestOutcome.Repeated repeated) {
            IngestAnswer.remembered(repeated.answer(), repeated.stored())
                    .sendAgain(request, response);
        } else {
            render(outcome, shape).send(request, response);
        }
    }

    private void count(IngestOutcome outcome) {
        switch (outcome) {
            case IngestOutcome.Accepted accepted -> {
                metrics.ingested(accepted.accepted());
                accepted.rejections().forEach(rejection -> metrics.rejected(rejection.reason()));
            }
            case IngestOutcome.Refused refused ->
                    refused.rejections().forEach(rejection -> metrics.rejected(rejection.reason()));
            case IngestOutcome.Invalid _,
                    IngestOutcome.Repeated _,
                    IngestOutcome.KeyReused _,
                    IngestOutcome.KeyInUse _,
                    IngestOutcome.NoRoomForKeys _ -> {}
        }
    }

    private IngestAnswer render(IngestOutcome outcome, Shape shape) {
        return switch (outcome) {
            case IngestOutcome.Accepted accepted -> {
                List<Problem.Fault> faults = faults(accepted.rejections(), shape);
                yield new IngestAnswer(
                        accepted.stored() ? Status.OK_200 : Status.ACCEPTED_202,
                        json.bytes(out -> write(out, accepted.accepted(), faults)));
            }
            case IngestOutcome.Refused refused ->
                    problem(refused(faults(refused.rejections(), shape)));
            case IngestOutcome.Invalid invalid -> problem(Problem.of(invalid.fault()));
            case IngestOutcome.Repeated repeated ->
                    IngestAnswer.remembered(repeated.answer(), repeated.stored());
            case IngestOutcome.KeyReused _ ->
                    throw new Refusal(
                            ProblemType.KEY_REUSED,
                            "another request was answered under this Idempotency-Key");
            case IngestOutcome.KeyInUse _ ->
                    throw new Refusal(
                            ProblemType.KEY_IN_USE,
                            "a request under this Idempotency-Key is being answered");
            case IngestOutcome.NoRoomForKeys _ ->
                    throw new Refusal(
                            Problem.of(
                                            ProblemType.IDEMPOTENCY_FULL,
                                            "no more keys can be remembered now"
                                                    + " (IDEMPOTENCY_MAX_KEYS)")
                                    .with(HeaderNames.RETRY_AFTER, KEYS_RETRY_SECONDS));
        };
    }

    private IngestAnswer problem(Problem problem) {
        return new IngestAnswer(problem.type().status(), problems.bytes(problem));
    }

    private static List<Problem.Fault> faults(List<Rejection> rejections, Shape shape) {
        return rejections.stream().map(rejection -> fault(rejection, shape)).toList();
    }

    private static Problem.Fault fault(Rejection rejection, Shape shape) {
        return new Problem.Fault(
                shape.index(rejection),
                shape.pointer(rejection),
                rejection.reason().id(),
                rejection.detail());
    }

    /** One fault speaks for the request; several are counted. */
    private static Problem refused(List<Problem.Fault> faults) {
        Problem.Fault first = faults.getFirst();
        return faults.size() == 1
                ? new Problem(ProblemType.REFUSED, first.code(), first.detail(), faults, List.of())
                : new Problem(
                        ProblemType.REFUSED,
                        ProblemType.REFUSED.code(),
                        "nothing was kept: %d metrics break a rule".formatted(faults.size()),
                        faults,
                        List.of());
    }

    private static void write(JsonGenerator out, int accepted, List<Problem.Fault> faults)
            throws IOException {
        out.writeStartObject();
        out.writeNumberField("accepted", accepted);
        out.writeNumberField("rejected", faults.size());
        out.writeArrayFieldStart("errors");
        for (Problem.Fault fault : faults) {
            Problems.write(out, fault);
        }
        out.writeEndArray();
        out.writeEndObject();
    }
}
