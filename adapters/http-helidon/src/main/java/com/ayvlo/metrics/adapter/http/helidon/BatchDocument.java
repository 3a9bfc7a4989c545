package com.ayvlo.metrics.adapter.http.helidon;

import com.ayvlo.metrics.application.ingest.MetricSink;
import com.ayvlo.metrics.application.ingest.MetricSource;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/** A body that is an object with an array of metrics. */
record BatchDocument(Json json, InputStream body) implements MetricSource {
    private static final String METRICS = "metrics";

    @Override
    public void feed(MetricSink sink) {
        Set<String> fields =
                json.read(body, parser -> Strict.object(parser, name -> field(parser, name, sink)));
        if (!fields.contains(METRICS)) {
            throw Strict.missing(METRICS);
        }
    }

    private static boolean field(JsonParser parser, String name, MetricSink sink)
            throws IOException {
        if (!name.equals(METRICS)) {
            return false;
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw Strict.type(parser, METRICS, "metrics is an array of objects");
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            sink.begin();
            MetricDecoder.decode(parser, sink);
            sink.end();
        }
        return true;
    }
}
