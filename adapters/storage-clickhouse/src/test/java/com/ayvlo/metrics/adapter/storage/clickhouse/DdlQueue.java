package com.ayvlo.metrics.adapter.storage.clickhouse;

import com.ayvlo.metrics.testkit.servers.OwnClickHouse;
import com.ayvlo.metrics.testkit.servers.OwnClickHouseCluster;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * Does what the engine of the tests cannot: execute statements {@code ON CLUSTER}. It stands in
 * front of the first shard. Such a statement is read by the engine, as a whole, and then run on
 * every shard without the clause, on tables without replicas; all others go through as they are.
 *
 * <p>But for one setting: the first shard answers for its own part without a connection to itself.
 * The engine, which is no full server, ends when such a connection breaks, and it breaks when
 * another shard is away.
 */
final class DdlQueue implements AutoCloseable {
    private static final Pattern ON_CLUSTER =
            Pattern.compile(" ON CLUSTER `" + OwnClickHouseCluster.NAME + "`");
    private static final Pattern REPLICATED =
            Pattern.compile("Replicated(\\w*MergeTree)\\('[^']+', '\\{replica\\}'\\)");
    private static final List<String> HEADERS = List.of("authorization", "content-type");

    private final OwnClickHouseCluster cluster;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpServer server;
    private final Queue<String> statements = new ConcurrentLinkedQueue<>();

    DdlQueue(OwnClickHouseCluster cluster) {
        this.cluster = cluster;
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.createContext("/", this::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    /** Where it listens, on loopback. */
    int port() {
        return server.getAddress().getPort();
    }

    /** The statements ON CLUSTER so far, as they came. */
    List<String> statements() {
        return List.copyOf(statements);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String text = new String(body, StandardCharsets.UTF_8);
            boolean isStatement =
                    !("&" + exchange.getRequestURI().getRawQuery()).contains("&query=");
            answer(
                    exchange,
                    isStatement && ON_CLUSTER.matcher(text).find()
                            ? everywhere(exchange, text)
                            : send(exchange, cluster.shards().getFirst(), body));
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
            throw new IOException(failure);
        }
    }

    private HttpResponse<byte[]> everywhere(HttpExchange exchange, String statement)
            throws IOException, InterruptedException {
        statements.add(statement);
        cluster.shards()
                .getFirst()
                .execute("SELECT formatQuerySingleLine('" + quoted(statement) + "')");
        byte[] plain =
                REPLICATED
                        .matcher(ON_CLUSTER.matcher(statement).replaceAll(""))
                        .replaceAll("$1")
                        .getBytes(StandardCharsets.UTF_8);
        HttpResponse<byte[]> last = null;
        for (OwnClickHouse shard : cluster.shards()) {
            last = send(exchange, shard, plain);
            if (last.statusCode() != 200) {
                break;
            }
        }
        return last;
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("'", "\\'");
    }

    private HttpResponse<byte[]> send(HttpExchange exchange, OwnClickHouse shard, byte[] body)
            throws IOException, InterruptedException {
        String settings =
                exchange.getRequestURI().getRawQuery().replace("prefer_localhost_replica=0", "");
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://%s:%d/?%s"
                                                .formatted(shard.host(), shard.port(), settings)))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders()
                .forEach(
                        (name, values) -> {
                            String lower = name.toLowerCase(Locale.ROOT);
                            if (HEADERS.contains(lower) || lower.startsWith("x-clickhouse")) {
                                values.forEach(value -> request.header(name, value));
                            }
                        });
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static void answer(HttpExchange exchange, HttpResponse<byte[]> answer)
            throws IOException {
        answer.headers()
                .map()
                .forEach(
                        (name, values) -> {
                            if (name.startsWith("x-clickhouse") || name.equals("content-type")) {
                                exchange.getResponseHeaders().put(name, values);
                            }
                        });
        int length = answer.body().length;
        exchange.sendResponseHeaders(answer.statusCode(), length == 0 ? -1 : length);
        exchange.getResponseBody().write(answer.body());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
