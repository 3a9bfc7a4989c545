package com.ayvlo.metrics.adapter.http.helidon;

import com.ayvlo.metrics.application.health.CheckReadiness;
import com.ayvlo.metrics.application.health.CheckReadiness.Part;

import io.helidon.http.DirectHandler;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** A server with what operators look at, the filter around it, and the routes of a test. */
final class ObserveServer implements AutoCloseable {
    final ServiceMetrics metrics = ServiceMetrics.create();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final WebServer server;

    ObserveServer(List<Part> parts, Consumer<HttpRouting.Builder> routes) {
        RequestContextFilter filter = new RequestContextFilter(metrics);
        server =
                WebServer.builder()
                        .directHandlers(
                                DirectHandlers.builder()
                                        .addHandler(
                                                DirectHandler.EventType.BAD_REQUEST,
                                                (request, _, status, headers, _) -> {
                                                    filter.unrouted(request, status, headers);
                                                    return DirectHandler.TransportResponse.builder()
                                                            .status(status)
                                                            .headers(headers)
                                                            .build();
                                                })
                                        .build())
                        .host("127.0.0.1")
                        .port(0)
                        .shutdownHook(false)
                        .featuresDiscoverServices(false)
                        .addFeature(
                                new ObserveEndpoints(
                                        metrics, new CheckReadiness(() -> false, parts)))
                        .routing(
                                routing -> {
                                    routing.addFilter(filter);
                                    routes.accept(routing);
                                    routing.any(
                                            "/*", (_, response) -> response.status(404).send("no"));
                                })
                        .build()
                        .start();
    }

    HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, headers);
    }

    HttpResponse<String> send(String method, String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                        .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** The head of the answer to what is no HTTP. */
    String sendRaw(String text) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        server.stop();
        metrics.close();
        client.close();
    }
}
