package com.ayvlo.metrics.adapter.http.helidon;

import com.ayvlo.metrics.application.ingest.MetricSink;
import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.metric.Metadata;
import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Reason;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads the fields of a metric from a parser straight into a sink: no tree, and no objects. Fields
 * may come in any order; of a metric with a fault the rest is read past.
 */
final class MetricDecoder {
    private static final int NAME = 1;
    private static final int VALUE = 2;
    private static final int TIMESTAMP = 4;
    private static final int DIMENSIONS = 8;
    private static final int METADATA = 16;

    private MetricDecoder() {}

    /** Reads one metric; the parser stands on its first token, and then on its last. */
    static void decode(JsonParser json, MetricSink sink) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            refuseType(json, sink, "", "a metric is an object");
            return;
        }
        int seen = 0;
        for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
            int bit = bit(field);
            JsonToken token = json.nextToken();
            if (bit == 0 || (seen & bit) != 0) {
                sink.refuse(bit == 0 ? Strict.unknown(field) : Strict.duplicate(field));
                json.skipChildren();
                continue;
            }
            seen |= bit;
            decode(json, token, bit, sink);
        }
    }

    private static int bit(String field) {
        return switch (field) {
            case "metric_name" -> NAME;
            case "value" -> VALUE;
            case "timestamp" -> TIMESTAMP;
            case "dimensions" -> DIMENSIONS;
            case "metadata" -> METADATA;
            default -> 0;
        };
    }

    private static void decode(JsonParser json, JsonToken token, int bit, MetricSink sink)
            throws IOException {
        switch (bit) {
            case NAME -> name(json, token, sink);
            case VALUE -> value(json, token, sink);
            case TIMESTAMP -> timestamp(json, token, sink);
            case DIMENSIONS -> dimensions(json, token, sink);
            default -> metadata(json, token, sink);
        }
    }

    private static void name(JsonParser json, JsonToken token, MetricSink sink) throws IOException {
        if (token != JsonToken.VALUE_STRING) {
            refuseType(json, sink, "metric_name", "metric_name is a string");
        } else if (json.getTextLength() > MetricName.MAX_LENGTH) {
            refuseBy(sink, () -> new MetricName(json.getText()));
        } else {
            sink.name(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
        }
    }

    private static void value(JsonParser json, JsonToken token, MetricSink sink)
            throws IOException {
        if (token.isNumeric()) {
            sink.value(json.getDoubleValue());
        } else {
            refuseType(json, sink, "value", "value is a number");
        }
    }

    private static void timestamp(JsonParser json, JsonToken token, MetricSink sink)
            throws IOException {
        if (token != JsonToken.VALUE_STRING) {
            refuseType(json, sink, "timestamp", "timestamp is a string");
            return;
        }
        try {
            sink.timestamp(
                    Rfc3339.parseMillis(
                            "timestamp",
                            json.getTextCharacters(),
                            json.getTextOffset(),
                            json.getTextLength()));
        } catch (InvalidValue invalid) {
            sink.refuse(invalid);
        }
    }

    private static void dimensions(JsonParser json, JsonToken token, MetricSink sink)
            throws IOException {
        if (token != JsonToken.START_OBJECT) {
            refuseType(json, sink, "dimensions", "dimensions are an object of strings");
            return;
        }
        int count = 0;
        for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
            count++;
            if (json.nextToken() != JsonToken.VALUE_STRING) {
                refuseMember(json, sink, "dimensions", key, "a dimension value is a string");
            } else if (json.getTextLength() > Dimensions.MAX_VALUE_BYTES) {
                Map<String, String> pair = Map.of(key, json.getText());
                refuseBy(sink, () -> Dimensions.of(pair));
            } else if (count <= Dimensions.MAX_COUNT) {
                sink.dimension(
                        key, json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
            }
        }
        if (count > Dimensions.MAX_COUNT) {
            sink.refuse(
                    new InvalidValue(
                            Reason.TOO_MANY_DIMENSIONS,
                            "dimensions",
                            "a metric has at most %d dimensions, not %d"
                                    .formatted(Dimensions.MAX_COUNT, count)));
        }
    }

    private static void metadata(JsonParser json, JsonToken token, MetricSink sink)
            throws IOException {
        if (token != JsonToken.START_OBJECT) {
            refuseType(json, sink, "metadata", "metadata is an object of strings");
            return;
        }
        Map<String, String> pairs = new HashMap<>();
        for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
            if (json.nextToken() != JsonToken.VALUE_STRING) {
                refuseMember(json, sink, "metadata", key, "a metadata value is a string");
            } else if (pairs.put(key, json.getText()) != null) {
                sink.refuse(Strict.duplicate(key).within("metadata"));
            }
        }
        try {
            sink.metadata(Metadata.of(pairs));
        } catch (InvalidValue invalid) {
            sink.refuse(invalid);
        }
    }

    private static void refuseMember(
            JsonParser json, MetricSink sink, String parent, String key, String rule)
            throws IOException {
        refuseType(json, sink, parent + '/' + InvalidValue.member(key), rule);
    }

    private static void refuseType(JsonParser json, MetricSink sink, String field, String rule)
            throws IOException {
        sink.refuse(Strict.type(json, field, rule));
        json.skipChildren();
    }

    /** Lets the rule that is broken word the refusal. */
    private static void refuseBy(MetricSink sink, Check rule) throws IOException {
        try {
            Object _ = rule.check();
        } catch (InvalidValue invalid) {
            sink.refuse(invalid);
        }
    }

    @FunctionalInterface
    private interface Check {
        Object check() throws IOException;
    }
}
