package com.ayvlo.metrics.adapter.http.helidon;

import com.ayvlo.metrics.application.ingest.Ack;
import com.ayvlo.metrics.application.ingest.IngestMetrics;
import com.ayvlo.metrics.application.ingest.IngestMode;
import com.ayvlo.metrics.application.ingest.IngestOutcome;
import com.ayvlo.metrics.application.ingest.IngestRequest;
import com.ayvlo.metrics.application.ingest.MetricSource;
import com.ayvlo.metrics.application.ingest.Rejection;
import com.ayvlo.metrics.application.tenant.AdmitRequest.RequestKind;
import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Reason;
import com.ayvlo.metrics.domain.tenant.Tenant;
import com.fasterxml.jackson.core.JsonGenerator;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** Takes metrics in, one or many. */
final class IngestEndpoint {
    private static final HeaderName IDEMPOTENCY_KEY = HeaderNames.create("Idempotency-Key");
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
        IngestRequest asked = ingestRequest(request);
        try (InputStream body = pending.open()) {
            MetricSource source = new MetricDocument(json, body);
            answer(request, response, ingestMetrics.ingest(tenant, asked, source), Shape.SINGLE);
        }
    }

    private void batch(ServerRequest request, ServerResponse response) throws IOException {
        RequestBody.Pending pending =
                bodies.of(request, List.of(RequestBody.Media.JSON, RequestBody.Media.NDJSON));
        Tenant tenant = gate.enter(request, response, RequestKind.INGESTION);
        IngestRequest asked = ingestRequest(request);
        try (InputStream body = pending.open()) {
            switch (pending.media()) {
                case JSON -> {
                    MetricSource source = new BatchDocument(json, body);
                    IngestOutcome outcome = ingestMetrics.ingest(tenant, asked, source);
                    answer(request, response, outcome, Shape.BATCH);
                }
                case NDJSON -> {
                    MetricSource source = new MetricLines(json, body);
                    IngestOutcome outcome = ingestMetrics.ingest(tenant, asked, source);
                    answer(request, response, outcome, Shape.LINES);
                }
            }
        }
    }

    private static IngestRequest ingestRequest(ServerRequest request) {
        // What is not built yet is refused: who asks for it relies on it.
        if (request.headers().contains(IDEMPOTENCY_KEY)) {
            throw notSupported("Idempotency-Key", "Idempotency-Key is not supported yet");
        }
        QueryParameters parameters = QueryParameters.of(request, Set.of(MODE, ACK));
        return new IngestRequest(
                parameters.text(MODE).map(IngestEndpoint::mode).orElse(IngestMode.PARTIAL),
                parameters.text(ACK).map(IngestEndpoint::ack).orElse(Ack.DURABLE));
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

    private static InvalidValue notSupported(String field, String detail) {
        return new InvalidValue(Reason.NOT_SUPPORTED, field, detail);
    }

    private void answer(
            ServerRequest request, ServerResponse response, IngestOutcome outcome, Shape shape) {
        outcome.rejections().forEach(rejection -> metrics.rejected(rejection.reason()));
        List<Problem.Fault> faults =
                outcome.rejections().stream().map(rejection -> fault(rejection, shape)).toList();
        switch (outcome) {
            case IngestOutcome.Accepted accepted -> {
                metrics.ingested(accepted.accepted());
                byte[] body = json.bytes(out -> write(out, accepted.accepted(), faults));
                Status status = accepted.stored() ? Status.OK_200 : Status.ACCEPTED_202;
                Answers.json(request, response, status, body);
            }
            case IngestOutcome.Refused _ -> problems.send(request, response, refused(faults));
        }
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
