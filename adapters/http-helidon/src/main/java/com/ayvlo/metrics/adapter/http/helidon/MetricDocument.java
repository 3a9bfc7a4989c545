package com.ayvlo.metrics.adapter.http.helidon;

import com.ayvlo.metrics.application.ingest.MetricSink;
import com.ayvlo.metrics.application.ingest.MetricSource;

import java.io.InputStream;

/** A body that is one metric. */
record MetricDocument(Json json, InputStream body) implements MetricSource {
    @Override
    public void feed(MetricSink sink) {
        json.read(
                body,
                parser -> {
                    sink.begin();
                    MetricDecoder.decode(parser, sink);
                    sink.end();
                    return sink;
                });
    }
}
