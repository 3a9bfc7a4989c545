package com.ayvlo.metrics.adapter.http.helidon;

import com.ayvlo.metrics.application.ingest.MetricSink;
import com.ayvlo.metrics.application.ingest.MetricSource;
import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Reason;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A body with a metric in each line; empty lines do not count. A bad line is one bad metric. */
final class MetricLines implements MetricSource {
    private static final int FIRST_CAPACITY = 16 * 1024;

    private final Json json;
    private final InputStream body;
    private byte[] buffer = new byte[FIRST_CAPACITY];
    private int start;
    private int end;

    MetricLines(Json json, InputStream body) {
        this.json = json;
        this.body = body;
    }

    @Override
    public void feed(MetricSink sink) {
        try {
            int scanned = 0;
            while (true) {
                int newline = find(start + scanned);
                if (newline >= 0) {
                    line(newline, sink);
                    start = newline + 1;
                    scanned = 0;
                } else {
                    scanned = end - start;
                    if (!fill()) {
                        line(end, sink);
                        return;
                    }
                }
            }
        } catch (IOException impossible) {
            throw new IllegalStateException("a body fails by a refusal", impossible);
        }
    }

    private int find(int from) {
        for (int at = from; at < end; at++) {
            if (buffer[at] == '\n') {
                return at;
            }
        }
        return -1;
    }

    /** Reads more behind the started line; false at the end of the body. */
    private boolean fill() throws IOException {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        }
        if (end == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int count = body.read(buffer, end, buffer.length - end);
        end += Math.max(count, 0);
        return count >= 0;
    }

    private void line(int lineEnd, MetricSink sink) throws IOException {
        if (isBlank(lineEnd)) {
            return;
        }
        begin(sink);
        if (Utf8.isValid(buffer, start, lineEnd - start)) {
            decode(lineEnd, sink);
        } else {
            sink.refuse(
                    new InvalidValue(
                            Reason.INVALID_JSON, "", "a line is UTF-8 without a byte order mark"));
        }
        sink.end();
    }

    /** What a whole document has too much of, it has at its root. */
    private static void begin(MetricSink sink) {
        try {
            sink.begin();
        } catch (InvalidValue tooMany) {
            throw new InvalidValue(tooMany.reason(), "", tooMany.detail());
        }
    }

    private void decode(int lineEnd, MetricSink sink) throws IOException {
        try (JsonParser parser = json.parser(buffer, start, lineEnd - start)) {
            parser.nextToken();
            MetricDecoder.decode(parser, sink);
            if (parser.nextToken() != null) {
                sink.refuse(
                        new InvalidValue(Reason.INVALID_JSON, "", "a line has one metric only"));
            }
        } catch (JsonProcessingException syntax) {
            sink.refuse(new InvalidValue(Reason.INVALID_JSON, "", Json.describe(syntax)));
        }
    }

    private boolean isBlank(int lineEnd) {
        for (int at = start; at < lineEnd; at++) {
            byte c = buffer[at];
            if (c != ' ' && c != '\t' && c != '\r') {
                return false;
            }
        }
        return true;
    }
}
