package com.ayvlo.metrics.adapter.http.helidon;

import com.ayvlo.metrics.domain.metric.Metadata;
import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * Reads and writes strict JSON, token by token.
 *
 * <p>Safe for concurrent use.
 */
final class Json {
    /** How deep arrays and objects may stand in each other. */
    static final int MAX_DEPTH = 32;

    /**
     * As long as metadata may be: no longer name can be right. The parser keeps some thousand names
     * that it has seen, which this bounds in memory.
     */
    static final int MAX_FIELD_NAME = Metadata.MAX_BYTES;

    /** Up to here every whole number is a double. */
    private static final double EXACT_INTEGERS = 9_007_199_254_740_992.0;

    private final JsonFactory factory;

    /**
     * @param maxBodyBytes bounds the texts and numbers of a document: by then the body is refused
     */
    Json(int maxBodyBytes) {
        StreamReadConstraints constraints =
                StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxNameLength(MAX_FIELD_NAME)
                        .maxStringLength(maxBodyBytes)
                        .maxNumberLength(maxBodyBytes)
                        .build();
        factory =
                new JsonFactoryBuilder()
                        .streamReadConstraints(constraints)
                        .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                        .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
                        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                        .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                        // Thread-local buffers would be made anew for every virtual thread.
                        .recyclerPool(JsonRecyclerPools.newBoundedPool(64))
                        .build();
    }

    JsonParser parser(InputStream body) throws IOException {
        return factory.createParser(body);
    }

    JsonParser parser(byte[] bytes, int offset, int length) throws IOException {
        return factory.createParser(bytes, offset, length);
    }

    JsonGenerator generator(OutputStream out) throws IOException {
        return factory.createGenerator(out);
    }

    /** Writes one document. */
    @FunctionalInterface
    interface Writer {
        void write(JsonGenerator json) throws IOException;
    }

    /** A document as bytes. */
    byte[] bytes(Writer writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = factory.createGenerator(bytes)) {
            writer.write(json);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** Reads one value; the parser stands on its first token. */
    @FunctionalInterface
    interface Reader<T> {
        T read(JsonParser json) throws IOException;
    }

    /**
     * Reads a document that consists of one value and nothing behind it.
     *
     * @throws InvalidValue if the reader refuses the value; what is no JSON at all is refused first
     */
    <T> T read(InputStream body, Reader<T> reader) {
        return read(body, 0, reader);
    }

    /**
     * Reads a document of whose first line some characters were read already.
     *
     * @param columnsBefore how many more those were than what the body has in their place
     */
    <T> T read(InputStream body, long columnsBefore, Reader<T> reader) {
        try (JsonParser json = factory.createParser(body)) {
            if (json.nextToken() == null) {
                throw new Refusal(ProblemType.INVALID_JSON, "the body is empty");
            }
            try {
                T value = reader.read(json);
                readToEnd(json);
                return value;
            } catch (InvalidValue invalid) {
                readToEnd(json);
                throw invalid;
            }
        } catch (JsonProcessingException syntax) {
            throw new Refusal(ProblemType.INVALID_JSON, describe(syntax, columnsBefore));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static void readToEnd(JsonParser json) throws IOException {
        boolean hasEnded = json.getParsingContext().inRoot();
        while (json.nextToken() != null) {
            if (hasEnded) {
                throw new Refusal(
                        ProblemType.INVALID_JSON,
                        "there is something behind the end of the document");
            }
            hasEnded = json.getParsingContext().inRoot();
        }
    }

    /** A sentence of our own: the parser's messages quote the body and name classes. */
    static String describe(JsonProcessingException syntax) {
        return describe(syntax, 0);
    }

    private static String describe(JsonProcessingException syntax, long columnsBefore) {
        JsonLocation at = syntax.getLocation();
        String where =
                at == null
                        ? ""
                        : " at line %d, column %d"
                                .formatted(
                                        at.getLineNr(),
                                        at.getColumnNr()
                                                + (at.getLineNr() == 1 ? columnsBefore : 0));
        return syntax instanceof StreamConstraintsException
                ? "a document is at most %d levels deep and its field names %d characters long"
                                .formatted(MAX_DEPTH, MAX_FIELD_NAME)
                        + where
                : "the document is not valid JSON" + where;
    }

    /** Writes a number in its shortest form, null if JSON has none for it. */
    static void writeNumber(JsonGenerator json, double value) throws IOException {
        if (!Double.isFinite(value)) {
            json.writeNull();
        } else if (value == Math.rint(value) && Math.abs(value) < EXACT_INTEGERS) {
            json.writeNumber((long) value);
        } else {
            json.writeNumber(value);
        }
    }
}
