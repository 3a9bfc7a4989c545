package com.ayvlo.metrics.adapter.http.helidon;

import com.ayvlo.metrics.application.query.AggregateOutcome;
import com.ayvlo.metrics.application.query.AggregateRequest;
import com.ayvlo.metrics.application.query.QueryAggregates;
import com.ayvlo.metrics.application.query.QueryRaw;
import com.ayvlo.metrics.application.query.RawOutcome;
import com.ayvlo.metrics.application.query.RawRequest;
import com.ayvlo.metrics.application.tenant.AdmitRequest.RequestKind;
import com.ayvlo.metrics.domain.tenant.Tenant;
import com.fasterxml.jackson.core.JsonGenerator;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Set;

/** Answers questions: metrics as they came in, and numbers per window and group. */
final class QueryEndpoint {
    private final TenantGate gate;
    private final QueryRaw queryRaw;
    private final QueryAggregates queryAggregates;
    private final RequestBody bodies;
    private final Json json;
    private final ServiceMetrics metrics;

    QueryEndpoint(
            TenantGate gate,
            QueryRaw queryRaw,
            QueryAggregates queryAggregates,
            RequestBody bodies,
            Json json,
            ServiceMetrics metrics) {
        this.gate = gate;
        this.queryRaw = queryRaw;
        this.queryAggregates = queryAggregates;
        this.bodies = bodies;
        this.json = json;
        this.metrics = metrics;
    }

    void register(Routes routes) {
        routes.post("/api/v1/metrics/query", this::query);
    }

    private void query(ServerRequest request, ServerResponse response) throws IOException {
        RequestBody.Pending pending = bodies.json(request);
        Tenant tenant = gate.enter(request, response, RequestKind.QUERY);
        QueryParameters.of(request, Set.of());
        QueryDocument document;
        try (InputStream body = pending.open()) {
            document = QueryDocument.read(json, body);
        }
        if (document.isAggregate()) {
            aggregate(response, tenant, document.toAggregate(), document.zoneId());
        } else {
            raw(response, tenant, document.toRaw());
        }
    }

    private void raw(ServerResponse response, Tenant tenant, RawRequest query) throws IOException {
        long startedNanos = System.nanoTime();
        RawOutcome outcome;
        try {
            outcome = queryRaw.query(tenant, query);
        } finally {
            metrics.query(ServiceMetrics.QueryKind.RAW, since(startedNanos));
        }
        switch (outcome) {
            case RawOutcome.Page page ->
                    stream(response, out -> QueryAnswers.write(out, query.name(), page));
            case RawOutcome.Refused refused -> throw new Refusal(Problems.of(refused.budget()));
        }
    }

    private void aggregate(
            ServerResponse response, Tenant tenant, AggregateRequest query, String zoneId)
            throws IOException {
        long startedNanos = System.nanoTime();
        AggregateOutcome outcome;
        try {
            outcome = queryAggregates.query(tenant, query);
        } finally {
            metrics.query(ServiceMetrics.QueryKind.AGGREGATE, since(startedNanos));
        }
        switch (outcome) {
            case AggregateOutcome.Answer answer ->
                    stream(response, out -> QueryAnswers.write(out, query, zoneId, answer));
            case AggregateOutcome.Refused refused ->
                    throw new Refusal(Problems.of(refused.budget()));
        }
    }

    private static Duration since(long startedNanos) {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    /** Straight to the connection: an answer may be large. */
    private void stream(ServerResponse response, Json.Writer writer) throws IOException {
        Answers.prepare(response, Status.OK_200, Answers.JSON);
        try (JsonGenerator out = json.generator(response.outputStream())) {
            writer.write(out);
        }
    }
}
