package com.ayvlo.metrics.testkit.servers;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real ClickHouse for tests.
 *
 * <p>{@link #shared()} is one per test JVM: what {@code TEST_CLICKHOUSE_URL} names, else a
 * container if there is Docker, else the engine in a process of its own. Tests take a database of
 * their own from it. {@link OwnClickHouse} is a server that one test alone has, to kill and pause
 * it.
 *
 * <p>Safe for concurrent use.
 */
public abstract class ClickHouseServer {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final HttpClient http = HttpClient.newHttpClient();
    private final ClickHouseAddress address;

    ClickHouseServer(ClickHouseAddress address) {
        this.address = address;
    }

    /** The server of this JVM; it stops with the JVM. */
    public static ClickHouseServer shared() {
        return SharedClickHouse.SERVER;
    }

    /** The host it listens on. */
    public final String host() {
        return address.host();
    }

    /** The port of its HTTP interface. */
    public final int port() {
        return address.port();
    }

    /** A user who may do everything. */
    public final String user() {
        return address.user();
    }

    /** The password of {@link #user()}. */
    public final String password() {
        return address.password();
    }

    /** Makes an empty database that nobody else has, and says its name. */
    public final String newDatabase() {
        String name =
                "test_%d_%d".formatted(ProcessHandle.current().pid(), DATABASES.incrementAndGet());
        execute("CREATE DATABASE " + name);
        return name;
    }

    /**
     * Runs a statement as {@link #user()}.
     *
     * @return the answer as lines of values with tabs between them, without the last line's end
     * @throws IllegalStateException if the server refuses it or does not answer
     */
    public final String execute(String sql) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://%s:%d/".formatted(host(), port())))
                        .header("Authorization", "Basic " + credentials())
                        .timeout(PATIENCE)
                        .POST(HttpRequest.BodyPublishers.ofString(sql))
                        .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(answer.body());
            }
            return answer.body().stripTrailing();
        } catch (IOException failure) {
            throw new IllegalStateException("ClickHouse does not answer", failure);
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(failure);
        }
    }

    private String credentials() {
        return Base64.getEncoder()
                .encodeToString((user() + ':' + password()).getBytes(StandardCharsets.UTF_8));
    }
}
