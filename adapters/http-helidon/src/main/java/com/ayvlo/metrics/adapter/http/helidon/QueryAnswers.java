package com.ayvlo.metrics.adapter.http.helidon;

import com.ayvlo.metrics.application.query.AggregateOutcome;
import com.ayvlo.metrics.application.query.AggregateRequest;
import com.ayvlo.metrics.application.query.Basis;
import com.ayvlo.metrics.application.query.RawOutcome;
import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.query.AggregateRow;
import com.ayvlo.metrics.domain.query.Aggregation;
import com.ayvlo.metrics.domain.query.RawRow;
import com.fasterxml.jackson.core.JsonGenerator;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Writes the answers to queries. */
final class QueryAnswers {
    private QueryAnswers() {}

    static void write(JsonGenerator json, MetricName name, RawOutcome.Page page)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("metric_name", name.value());
        json.writeArrayFieldStart("data");
        for (RawOutcome.Identified metric : page.metrics()) {
            write(json, metric);
        }
        json.writeEndArray();
        if (page.next().isPresent()) {
            json.writeStringField("next_cursor", RawCursor.encode(page.next().get()));
        } else {
            json.writeNullField("next_cursor");
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, RawOutcome.Identified metric) throws IOException {
        RawRow row = metric.row();
        json.writeStartObject();
        json.writeStringField("metric_id", metric.id().toString());
        json.writeStringField("timestamp", Rfc3339.format(row.epochMillis()));
        json.writeFieldName("value");
        Json.writeNumber(json, row.value());
        json.writeObjectFieldStart("dimensions");
        Dimensions dimensions = row.dimensions();
        for (int i = 0; i < dimensions.size(); i++) {
            json.writeStringField(dimensions.key(i), dimensions.value(i));
        }
        json.writeEndObject();
        json.writeFieldName("metadata");
        json.writeRawValue(row.metadata().isEmpty() ? "{}" : row.metadata().json());
        json.writeEndObject();
    }

    /**
     * @param zoneId the name of the time zone as it was asked for
     */
    static void write(
            JsonGenerator json,
            AggregateRequest request,
            String zoneId,
            AggregateOutcome.Answer answer)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("metric_name", request.name().value());
        json.writeStringField("interval", request.interval().wireName());
        json.writeStringField("timezone", zoneId);
        json.writeArrayFieldStart("data");
        for (AggregateRow row : answer.rows()) {
            write(json, request, row);
        }
        json.writeEndArray();
        write(json, answer.basis());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, AggregateRequest request, AggregateRow row)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("timestamp", Rfc3339.format(row.windowStartMillis()));
        List<Aggregation> aggregations = request.aggregations();
        for (int i = 0; i < aggregations.size(); i++) {
            Aggregation aggregation = aggregations.get(i);
            json.writeFieldName(aggregation.wireName());
            if (aggregation == Aggregation.Simple.COUNT) {
                json.writeNumber(row.count());
            } else {
                Json.writeNumber(json, row.value(i));
            }
        }
        if (!request.groupBy().isEmpty()) {
            json.writeObjectFieldStart("dimensions");
            for (String key : request.groupBy()) {
                json.writeFieldName(key);
                json.writeString(row.group().get(key).orElse(null));
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Basis basis) throws IOException {
        json.writeObjectFieldStart("basis");
        json.writeStringField("source", lower(basis.source()));
        json.writeNumberField("rows", basis.rows());
        if (basis.completeUntil().isPresent()) {
            json.writeStringField(
                    "complete_until", Rfc3339.format(basis.completeUntil().get().toEpochMilli()));
        } else {
            json.writeNullField("complete_until");
        }
        json.writeStringField("scope", lower(basis.scope()));
        json.writeEndObject();
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
