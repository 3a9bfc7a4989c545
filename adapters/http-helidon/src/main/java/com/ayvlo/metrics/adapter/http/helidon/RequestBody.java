package com.ayvlo.metrics.adapter.http.helidon;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;

/** Reads bodies: what they are, and what they decode to. */
final class RequestBody {
    private static final HeaderName ACCEPT_POST = HeaderNames.create("Accept-Post");
    private static final String ENCODINGS = "gzip, zstd";
    private static final int GZIP_BUFFER = 8192;

    /** The window of 8 MiB that RFC 9659 allows for HTTP. */
    private static final int ZSTD_MAX_WINDOW_LOG = 23;

    private final int maxBytes;

    /** What a body may be. */
    enum Media {
        /** One document. */
        JSON("application/json"),
        /** A document in each line. */
        NDJSON("application/x-ndjson");

        private final String name;

        Media(String name) {
            this.name = name;
        }
    }

    private enum Encoding {
        IDENTITY,
        GZIP,
        ZSTD
    }

    /** A body whose headers are understood, and that is not read yet. */
    final class Pending {
        private final ServerRequest request;
        private final Media media;
        private final Encoding encoding;

        private Pending(ServerRequest request, Media media, Encoding encoding) {
            this.request = request;
            this.media = media;
            this.encoding = encoding;
        }

        Media media() {
            return media;
        }

        /** The decoded body. */
        InputStream open() {
            OptionalLong length = request.headers().contentLength();
            if (length.isPresent() && length.getAsLong() > maxBytes) {
                throw tooLarge(maxBytes);
            }
            InputStream wire = new WireStream(request.content().inputStream(), maxBytes);
            // Lines are checked one by one, so that a bad one does not take the others with it.
            Utf8 utf8 = media == Media.JSON ? new Utf8() : null;
            return new DecodedStream(decoder(wire), maxBytes, utf8);
        }

        private InputStream decoder(InputStream wire) {
            try {
                return switch (encoding) {
                    case IDENTITY -> wire;
                    case GZIP -> new GZIPInputStream(wire, GZIP_BUFFER);
                    case ZSTD ->
                            new ZstdInputStreamNoFinalizer(wire, RecyclingBufferPool.INSTANCE)
                                    .setLongMax(ZSTD_MAX_WINDOW_LOG);
                };
            } catch (IOException corrupt) {
                throw corrupt();
            }
        }
    }

    RequestBody(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Understands the headers of a body that may be one of these. */
    Pending of(ServerRequest request, List<Media> allowed) {
        return new Pending(request, media(request, allowed), encoding(request));
    }

    /** Understands the headers of a body that is one document. */
    Pending json(ServerRequest request) {
        return of(request, List.of(Media.JSON));
    }

    static Refusal tooLarge(int maxBytes) {
        return new Refusal(
                ProblemType.BODY_TOO_LARGE,
                "a body has at most %d bytes, sent and decoded (MAX_BODY_BYTES)"
                        .formatted(maxBytes));
    }

    static Refusal corrupt() {
        return new Refusal(
                ProblemType.INVALID_ENCODING,
                "the body is not what its Content-Encoding says, or is cut off");
    }

    private static Media media(ServerRequest request, List<Media> allowed) {
        List<String> values = request.headers().all(HeaderNames.CONTENT_TYPE, List::of);
        Media media = values.isEmpty() ? Media.JSON : values.size() == 1 ? media(values) : null;
        if (media == null || !allowed.contains(media)) {
            String names = String.join(", ", allowed.stream().map(each -> each.name).toList());
            throw new Refusal(
                    Problem.of(
                                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                                    "a body here is %s, in UTF-8".formatted(names))
                            .with(ACCEPT_POST, names));
        }
        return media;
    }

    private static @Nullable Media media(List<String> values) {
        String[] parts = values.getFirst().toLowerCase(Locale.ROOT).split(";", -1);
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().replace("\"", "");
            if (parameter.startsWith("charset=")
                    && !parameter.equals("charset=utf-8")
                    && !parameter.equals("charset=utf8")) {
                return null;
            }
        }
        return switch (parts[0].strip()) {
            // What curl says of any body, if not told otherwise.
            case "application/json", "application/x-www-form-urlencoded", "" -> Media.JSON;
            case "application/x-ndjson" -> Media.NDJSON;
            default -> null;
        };
    }

    private static Encoding encoding(ServerRequest request) {
        List<String> values = request.headers().all(HeaderNames.CONTENT_ENCODING, List::of);
        return switch (String.join(",", values).strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> Encoding.IDENTITY;
            case "gzip", "x-gzip" -> Encoding.GZIP;
            case "zstd" -> Encoding.ZSTD;
            default ->
                    throw new Refusal(
                            Problem.of(
                                            ProblemType.UNSUPPORTED_ENCODING,
                                            "a body may be encoded once, by " + ENCODINGS)
                                    .with(HeaderNames.ACCEPT_ENCODING, ENCODINGS));
        };
    }
}
