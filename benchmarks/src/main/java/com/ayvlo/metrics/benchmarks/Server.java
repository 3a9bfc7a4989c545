package com.ayvlo.metrics.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * The service in a process of its own, as {@code bin/serve} starts it, with a data directory of its
 * own and without limits. What else the environment says holds for it too.
 */
final class Server implements AutoCloseable {
    private static final Path TARGET = Path.of("bootstrap", "target");
    private static final String READY = "Ayvlo Metrics is ready";
    private static final String ADMIN_KEY = UUID.randomUUID().toString();
    private static final int READY_POLL_MILLIS = 5;
    private static final int DRAIN_POLL_MILLIS = 20;
    private static final int STOP_SECONDS = 60;

    private final Process process;
    private final int port;
    private double servingSeconds;
    private double readySeconds;

    private Server(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts a service and waits until it is ready.
     *
     * @param directory where it keeps its data, and its log beside
     */
    static Server start(Path directory) throws IOException, InterruptedException {
        return start(directory, Map.of());
    }

    /**
     * The same with other servers beside it.
     *
     * @param variables that name them
     */
    static Server start(Path directory, Map<String, String> variables)
            throws IOException, InterruptedException {
        int port = freePort();
        ProcessBuilder builder = new ProcessBuilder(command());
        builder.environment()
                .putAll(
                        Map.of(
                                "PORT", Integer.toString(port),
                                "HOST", "127.0.0.1",
                                "DATA_DIR", directory.resolve("data").toString(),
                                "ENVIRONMENT", "development",
                                "AUTH_MODE", "trusted-header",
                                "ADMIN_KEY", ADMIN_KEY,
                                "RATE_LIMIT_INGESTION", "0",
                                "RATE_LIMIT_QUERY", "0"));
        builder.environment().putAll(variables);
        builder.redirectError(directory.resolve("server.log").toFile());
        long start = System.nanoTime();
        Server server = new Server(builder.start(), port);
        server.awaitReady(start);
        return server;
    }

    private static List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + TARGET.resolve("jvm.options"));
        String options = System.getenv().getOrDefault("JAVA_OPTS", "").strip();
        if (!options.isEmpty()) {
            command.addAll(List.of(options.split("\\s+", -1)));
        }
        command.addAll(List.of("-jar", TARGET.resolve("metrics.jar").toString()));
        return command;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitReady(long start) throws IOException, InterruptedException {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(READY)) {
                servingSeconds = (System.nanoTime() - start) / 1e9;
                while (ask("GET", "/health/ready", "").status() != 200) {
                    TimeUnit.MILLISECONDS.sleep(READY_POLL_MILLIS);
                }
                readySeconds = (System.nanoTime() - start) / 1e9;
                return;
            }
        }
        throw new IllegalStateException("the service ended before it was ready; see its log");
    }

    /** From the start of the JVM until it said that it serves. */
    double servingSeconds() {
        return servingSeconds;
    }

    /** From the start of the JVM until its readiness was green, too. */
    double readySeconds() {
        return readySeconds;
    }

    long pid() {
        return process.pid();
    }

    int port() {
        return port;
    }

    /** Creates a tenant whose metrics are kept for ever. */
    void createTenant(UUID tenant) throws IOException {
        String body =
                "{\"id\":\"%s\",\"name\":\"benchmark\",\"retention_days\":null}".formatted(tenant);
        ask("POST", "/api/v1/tenants", body).expect(201);
    }

    /** Metrics that were acknowledged and are not stored yet; 0 if it does not tell. */
    double backlog() throws IOException {
        return ask("GET", "/metrics", "")
                .expect(200)
                .lines()
                .filter(line -> line.startsWith("ingest_backlog_metrics"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Waits until all that was acknowledged is stored. */
    void drain() throws IOException, InterruptedException {
        while (backlog() > 0) {
            TimeUnit.MILLISECONDS.sleep(DRAIN_POLL_MILLIS);
        }
    }

    private Answer ask(String method, String path, String body) throws IOException {
        try (Wire wire = Wire.to(port)) {
            return wire.ask(method, path, "Authorization: Bearer " + ADMIN_KEY, body);
        }
    }

    /** Stops it as an operator does, and returns how many seconds that took. */
    double stop() throws InterruptedException {
        long start = System.nanoTime();
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the service did not stop");
        }
        return (System.nanoTime() - start) / 1e9;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
