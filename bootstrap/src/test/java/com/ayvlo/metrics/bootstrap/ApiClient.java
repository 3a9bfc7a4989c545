package com.ayvlo.metrics.bootstrap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sends requests to one service, always with the same headers. Safe for concurrent use. */
public final class ApiClient {
    /** The tenant that a service in development starts with. */
    public static final String DEMO_TENANT = "00000000-0000-4000-8000-000000000001";

    public static final String INGEST = "/api/v1/metrics/ingest";
    public static final String BATCH = "/api/v1/metrics/ingest/batch";
    public static final String QUERY = "/api/v1/metrics/query";
    public static final String TENANTS = "/api/v1/tenants";

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI service;
    private final Map<String, String> headers;

    private ApiClient(URI service, Map<String, String> headers) {
        this.service = service;
        this.headers = headers;
    }

    /** A client that says nothing about itself. */
    public static ApiClient of(URI service) {
        return new ApiClient(service, Map.of());
    }

    /** The same with one header more, or another value of it. */
    public ApiClient with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new ApiClient(service, more);
    }

    /** The same naming a tenant. */
    public ApiClient as(String tenant) {
        return with("X-Tenant-ID", tenant);
    }

    /** The same naming the demo tenant. */
    public ApiClient asDemo() {
        return as(DEMO_TENANT);
    }

    /** The same with a key. */
    public ApiClient withKey(String key) {
        return with("Authorization", "Bearer " + key);
    }

    public Answer get(String path) {
        return send("GET", path, new byte[0]);
    }

    public Answer post(String path, String body) {
        return send("POST", path, body.getBytes(StandardCharsets.UTF_8));
    }

    public Answer patch(String path, String body) {
        return send("PATCH", path, body.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a request as it stands; a body without Content-Type is JSON. */
    public Answer send(String method, String path, byte[] body) {
        try {
            return trySend(method, path, body);
        } catch (IOException failure) {
            throw new UncheckedIOException(method + " " + path, failure);
        }
    }

    /** The same for a caller that knows what to do when the connection breaks. */
    public Answer trySend(String method, String path, byte[] body) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(service.resolve(path))
                        .timeout(TIMEOUT)
                        .method(
                                method,
                                body.length == 0
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofByteArray(body));
        if (body.length > 0 && !headers.containsKey("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        try {
            return Answer.of(HTTP.send(request.build(), BodyHandlers.ofString()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }
}
