package com.ayvlo.metrics.adapter.http.helidon;

import com.ayvlo.metrics.application.query.CatalogOutcome;
import com.ayvlo.metrics.application.query.CatalogRequest;
import com.ayvlo.metrics.application.query.ListDimensionKeys;
import com.ayvlo.metrics.application.query.ListDimensionValues;
import com.ayvlo.metrics.application.query.ListMetricNames;
import com.ayvlo.metrics.application.tenant.AdmitRequest.RequestKind;
import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.query.CatalogPage;
import com.ayvlo.metrics.domain.query.CatalogQuery;
import com.ayvlo.metrics.domain.query.TimeRange;
import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Reason;
import com.ayvlo.metrics.domain.tenant.Tenant;
import com.fasterxml.jackson.core.JsonGenerator;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lists names: of metrics, of their dimensions, and of those dimensions' values. */
final class CatalogEndpoint {
    private static final Set<String> PAGE =
            Set.of("prefix", "limit", "cursor", "start_time", "end_time");
    private static final Set<String> OF_METRIC = with(PAGE, "metric_name");
    private static final Set<String> OF_KEY = with(OF_METRIC, "key");
    private static final int MAX_PREFIX = 1024;

    private final TenantGate gate;
    private final ListMetricNames listMetricNames;
    private final ListDimensionKeys listDimensionKeys;
    private final ListDimensionValues listDimensionValues;
    private final Json json;

    CatalogEndpoint(
            TenantGate gate,
            ListMetricNames listMetricNames,
            ListDimensionKeys listDimensionKeys,
            ListDimensionValues listDimensionValues,
            Json json) {
        this.gate = gate;
        this.listMetricNames = listMetricNames;
        this.listDimensionKeys = listDimensionKeys;
        this.listDimensionValues = listDimensionValues;
        this.json = json;
    }

    void register(Routes routes) {
        routes.get("/api/v1/metrics", this::names);
        routes.get("/api/v1/metrics/dimensions", this::keys);
        routes.get("/api/v1/metrics/dimensions/values", this::values);
    }

    private void names(ServerRequest request, ServerResponse response) {
        Tenant tenant = gate.enter(request, response, RequestKind.QUERY);
        CatalogRequest page = page(QueryParameters.of(request, PAGE));
        answer(request, response, listMetricNames.list(tenant, page));
    }

    private void keys(ServerRequest request, ServerResponse response) {
        Tenant tenant = gate.enter(request, response, RequestKind.QUERY);
        QueryParameters parameters = QueryParameters.of(request, OF_METRIC);
        MetricName name = new MetricName(parameters.required("metric_name"));
        answer(request, response, listDimensionKeys.list(tenant, name, page(parameters)));
    }

    private void values(ServerRequest request, ServerResponse response) {
        Tenant tenant = gate.enter(request, response, RequestKind.QUERY);
        QueryParameters parameters = QueryParameters.of(request, OF_KEY);
        MetricName name = new MetricName(parameters.required("metric_name"));
        String key = key(parameters.required("key"));
        answer(request, response, listDimensionValues.list(tenant, name, key, page(parameters)));
    }

    private static String key(String key) {
        try {
            Dimensions.checkKey(key);
            return key;
        } catch (InvalidValue invalid) {
            throw new InvalidValue(invalid.reason(), "key", invalid.detail());
        }
    }

    private static CatalogRequest page(QueryParameters parameters) {
        Optional<Instant> from = parameters.time("start_time");
        Optional<Instant> to = parameters.time("end_time");
        return new CatalogRequest(
                new TimeRange(from.orElse(Instant.MIN), to.orElse(Instant.MAX)),
                prefix(parameters.text("prefix").orElse("")),
                parameters.text("cursor").map(NameCursor::decode),
                parameters.limit(CatalogQuery.DEFAULT_LIMIT));
    }

    /** Names have no control characters but tab and newline, so that none starts like that. */
    private static String prefix(String prefix) {
        boolean hasControl =
                prefix.chars().anyMatch(c -> Character.isISOControl(c) && c != '\t' && c != '\n');
        if (prefix.length() > MAX_PREFIX || hasControl) {
            throw new InvalidValue(
                    Reason.INVALID_FIELD,
                    "prefix",
                    "prefix has at most %d characters, none a control character, not %s"
                            .formatted(MAX_PREFIX, InvalidValue.shown(prefix)));
        }
        return prefix;
    }

    private void answer(ServerRequest request, ServerResponse response, CatalogOutcome outcome) {
        switch (outcome) {
            case CatalogOutcome.Names names ->
                    Answers.json(
                            request,
                            response,
                            Status.OK_200,
                            json.bytes(out -> write(out, names.page())));
            case CatalogOutcome.Refused refused -> throw new Refusal(Problems.of(refused.budget()));
        }
    }

    private static void write(JsonGenerator out, CatalogPage page) throws IOException {
        out.writeStartObject();
        out.writeArrayFieldStart("data");
        for (String name : page.names()) {
            out.writeString(name);
        }
        out.writeEndArray();
        if (page.more()) {
            out.writeStringField("next_cursor", NameCursor.encode(page.names().getLast()));
        } else {
            out.writeNullField("next_cursor");
        }
        out.writeEndObject();
    }

    private static Set<String> with(Set<String> names, String another) {
        return Stream.concat(names.stream(), Stream.of(another))
                .collect(Collectors.toUnmodifiableSet());
    }
}
