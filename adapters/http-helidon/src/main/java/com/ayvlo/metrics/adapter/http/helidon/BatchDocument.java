package com.ayvlo.metrics.adapter.http.helidon;

import com.ayvlo.metrics.application.ingest.MetricSink;
import com.ayvlo.metrics.application.ingest.MetricSource;
import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/**
 * A body that is an object with an array of metrics. Metrics that are {@linkplain PlainMetric
 * plain} are read here; a parser reads the document from the first other thing on.
 */
final class BatchDocument implements MetricSource {
    private static final String METRICS = "metrics";
    private static final byte[] METRICS_QUOTE = "metrics\"".getBytes(StandardCharsets.US_ASCII);

    /** What a parser gets for all that was read before: an array with a first element. */
    private static final byte[] RESUMED = "{\"metrics\":[{}".getBytes(StandardCharsets.US_ASCII);

    /** A longer metric is not plain. */
    private static final int CAPACITY = 16 * 1024;

    private final Json json;
    private final InputStream body;
    private final PlainMetric plain = new PlainMetric();
    private final byte[] buffer = new byte[CAPACITY];

    /** How many bytes were read and are no longer in the buffer. */
    private long gone;

    /** Where a parser would go on: behind the last metric that was read. */
    private int start;

    private int at;
    private int end;

    BatchDocument(Json json, InputStream body) {
        this.json = json;
        this.body = body;
    }

    @Override
    public void feed(MetricSink sink) {
        if (!isPlain(sink)) {
            readRest(sink);
        }
    }

    private boolean isPlain(MetricSink sink) {
        try {
            return isReadPlainly(sink);
        } catch (InvalidValue tooMany) {
            return parseRest(
                    _ -> {
                        throw tooMany; // unless what follows is no JSON
                    });
        } catch (IOException impossible) {
            throw new IllegalStateException("a body fails by a refusal", impossible);
        }
    }

    /** Whether the whole document was plain; if not, it was so up to {@link #start}. */
    private boolean isReadPlainly(MetricSink sink) throws IOException {
        if (!(isNext('{') && isNext('"') && isNamed() && isNext(':') && isNext('['))) {
            return false;
        }
        do {
            if (!isMetricRead(sink)) {
                return false;
            }
        } while (isNext(','));
        return isNext(']') && isNext('}') && isEnded();
    }

    private boolean isMetricRead(MetricSink sink) throws IOException {
        int next = plain.read(buffer, at, end);
        while (next == PlainMetric.MORE && fill()) {
            next = plain.read(buffer, at, end);
        }
        if (next < 0) {
            return false;
        }
        sink.begin();
        plain.feed(sink);
        sink.end();
        at = next;
        start = next;
        return true;
    }

    /** Whether the next byte but for blanks is this one; if so it is read. */
    private boolean isNext(char expected) throws IOException {
        int next = Plain.after(buffer, at, end, expected);
        while (next == PlainMetric.MORE && fill()) {
            next = Plain.after(buffer, at, end, expected);
        }
        at = Math.max(at, next);
        return next >= 0;
    }

    private boolean isNamed() throws IOException {
        while (end - at < METRICS_QUOTE.length) {
            if (!fill()) {
                return false;
            }
        }
        int next = at + METRICS_QUOTE.length;
        boolean is = Arrays.equals(buffer, at, next, METRICS_QUOTE, 0, METRICS_QUOTE.length);
        at = next;
        return is;
    }

    private boolean isEnded() throws IOException {
        do {
            at = Plain.blanks(buffer, at, end);
        } while (at == end && fill());
        return at == end && end < buffer.length;
    }

    /** Reads more into the buffer; false if it is full, or the body has ended. */
    private boolean fill() throws IOException {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            gone += start;
            at -= start;
            end -= start;
            start = 0;
        }
        int count = end < buffer.length ? body.read(buffer, end, buffer.length - end) : -1;
        end += Math.max(0, count);
        return count >= 0;
    }

    private void readRest(MetricSink sink) {
        Set<String> fields =
                parseRest(parser -> Strict.object(parser, name -> field(parser, name, sink)));
        if (!fields.contains(METRICS)) {
            throw Strict.missing(METRICS);
        }
    }

    private <T> T parseRest(Json.Reader<T> reader) {
        InputStream rest =
                new SequenceInputStream(new ByteArrayInputStream(buffer, start, end - start), body);
        return isResumed()
                ? json.read(
                        new SequenceInputStream(new ByteArrayInputStream(RESUMED), rest),
                        gone + start - RESUMED.length,
                        reader)
                : json.read(rest, reader);
    }

    private boolean isResumed() {
        return gone + start > 0;
    }

    private boolean field(JsonParser parser, String name, MetricSink sink) throws IOException {
        if (!name.equals(METRICS)) {
            return false;
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw Strict.type(parser, METRICS, "metrics is an array of objects");
        }
        if (isResumed()) {
            parser.nextToken();
            parser.skipChildren();
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            sink.begin();
            MetricDecoder.decode(parser, sink);
            sink.end();
        }
        return true;
    }
}
