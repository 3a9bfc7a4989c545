package com.ayvlo.metrics.adapter.http.helidon;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * The documentation: the OpenAPI document as JSON and as YAML, and a page that shows it and can
 * send requests. The page needs nothing from elsewhere. Neither authenticated nor limited.
 */
final class DocsEndpoint {
    /** Where the page explains the codes of problems, each under its own anchor. */
    static final String PROBLEMS_PATH = "/docs/problems";

    private static final Header POLICY =
            HeaderValues.createCached(
                    HeaderNames.create("Content-Security-Policy"),
                    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                            + " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors"
                            + " 'none'");
    private static final Header NO_REFERRER =
            HeaderValues.createCached(HeaderNames.create("Referrer-Policy"), "no-referrer");

    /** A file that does not change while the process lives. */
    private static final class Document {
        private final String contentType;
        private final byte[] bytes;
        private final String tag;

        private Document(String contentType, byte[] bytes, String tag) {
            this.contentType = contentType;
            this.bytes = bytes;
            this.tag = tag;
        }

        private static Document of(String contentType, byte[] bytes) {
            return new Document(contentType, bytes, '"' + hash(bytes) + '"');
        }

        private static String hash(byte[] bytes) {
            try {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
                return HexFormat.of().formatHex(hash, 0, 16);
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException("every Java platform has SHA-256", impossible);
            }
        }

        private void send(ServerRequest request, ServerResponse response) {
            Answers.prepare(response, Status.OK_200, contentType)
                    .header(HeaderValues.CACHE_NO_CACHE)
                    .header(HeaderNames.ETAG, tag)
                    .header(POLICY)
                    .header(NO_REFERRER);
            if (isKnownTo(request)) {
                response.headers().remove(HeaderNames.CONTENT_TYPE);
                response.status(Status.NOT_MODIFIED_304).send();
            } else {
                Answers.send(request, response, bytes);
            }
        }

        private boolean isKnownTo(ServerRequest request) {
            String known =
                    String.join(",", request.headers().all(HeaderNames.IF_NONE_MATCH, List::of));
            return Arrays.stream(known.split(",", -1))
                    .map(String::strip)
                    .map(each -> each.startsWith("W/") ? each.substring(2) : each)
                    .anyMatch(each -> each.equals(tag) || each.equals("*"));
        }
    }

    private DocsEndpoint() {}

    static void register(Routes routes) {
        byte[] openApi = resource("openapi.json");
        Document page = Document.of("text/html; charset=utf-8", resource("docs/page.html"));
        routes.get("/openapi.json", Document.of(Answers.JSON, openApi)::send);
        routes.get("/openapi.yaml", Document.of("application/yaml", yaml(openApi))::send);
        routes.get("/docs", page::send);
        routes.get(PROBLEMS_PATH, page::send);
        Document script = Document.of("text/javascript; charset=utf-8", resource("docs/app.js"));
        routes.get("/docs/app.js", script::send);
        Document style = Document.of("text/css; charset=utf-8", resource("docs/style.css"));
        routes.get("/docs/style.css", style::send);
    }

    private static byte[] yaml(byte[] openApi) {
        try (JsonParser parser = new JsonFactory().createParser(openApi)) {
            return Yaml.of(parser).getBytes(StandardCharsets.UTF_8);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static byte[] resource(String name) {
        try (InputStream file = DocsEndpoint.class.getResourceAsStream('/' + name)) {
            if (file == null) {
                throw new IllegalStateException("missing in the jar: " + name);
            }
            return file.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
