package com.ayvlo.metrics.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A {@link Load} in a process of its own, so that its CPU time can be told from the service's. */
final class LoadProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;
    private volatile long acknowledged;

    private LoadProcess(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts one and waits until its requests are built. */
    static LoadProcess start(int port, int connections, int firstTenant, Shape shape)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-Xmx768m"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(Load.class.getName());
        command.addAll(List.of("--port", Integer.toString(port)));
        command.addAll(List.of("--connections", Integer.toString(connections)));
        command.addAll(List.of("--first-tenant", Integer.toString(firstTenant)));
        command.addAll(shape.arguments());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        LoadProcess load = new LoadProcess(builder.start());
        if (!Load.READY.equals(load.output.readLine())) {
            throw new IllegalStateException("the load did not start");
        }
        return load;
    }

    /** How many metrics are acknowledged so far. */
    long acknowledged() {
        return acknowledged;
    }

    /** Lets it begin; completes with what it came to. */
    CompletableFuture<LoadResult> go() throws IOException {
        OutputStream input = process.getOutputStream();
        input.write('\n');
        input.flush();
        CompletableFuture<LoadResult> result = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("load").start(() -> read(result));
        return result;
    }

    private void read(CompletableFuture<LoadResult> result) {
        try {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(Load.PROGRESS)) {
                    acknowledged = Long.parseLong(line.substring(Load.PROGRESS.length()));
                } else if (line.startsWith(LoadResult.PREFIX)) {
                    result.complete(LoadResult.parse(line));
                }
            }
        } catch (IOException failure) {
            result.completeExceptionally(failure);
        }
        result.completeExceptionally(new IllegalStateException("the load failed"));
    }

    /** Lets it end with what is under way. */
    void stop() throws IOException {
        process.getOutputStream().close();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
