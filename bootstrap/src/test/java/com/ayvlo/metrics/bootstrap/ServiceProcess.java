package com.ayvlo.metrics.bootstrap;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** The service in a JVM of its own, started as bin/serve and the image start it. */
public final class ServiceProcess implements AutoCloseable {
    private static final String READY = "Ayvlo Metrics is ready at ";
    private static final long SECONDS = 60;

    private final Process process;
    private final List<String> stdout = new CopyOnWriteArrayList<>();
    private final List<String> stderr = new CopyOnWriteArrayList<>();
    private final CompletableFuture<URI> ready = new CompletableFuture<>();
    private final List<Thread> readers;

    private ServiceProcess(Process process) {
        this.process = process;
        this.readers =
                List.of(
                        read(process.inputReader(StandardCharsets.UTF_8), stdout),
                        read(process.errorReader(StandardCharsets.UTF_8), stderr));
    }

    /**
     * Starts one that sees these environment variables and no others, and any free port unless they
     * say otherwise.
     */
    static ServiceProcess launch(Path workingDirectory, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command());
        builder.directory(workingDirectory.toFile());
        builder.environment().clear();
        builder.environment().put("PORT", "0");
        builder.environment().putAll(environment);
        try {
            return new ServiceProcess(builder.start());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + Path.of("src/main/jvm/jvm.options").toAbsolutePath());
        // Many processes live for a second or two: they are to start fast, and side by side.
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx512m"));
        command.addAll(List.of("-cp", classPath(), Main.class.getName()));
        return command;
    }

    /** What the service has of the class path of the tests. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.contains("test-classes"))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private Thread read(BufferedReader from, List<String> into) {
        return Thread.ofVirtual()
                .start(
                        () -> {
                            try (from) {
                                from.lines().forEach(line -> take(line, into));
                            } catch (IOException | UncheckedIOException ended) {
                                into.add("(the stream broke: " + ended + ")");
                            }
                            ready.completeExceptionally(new IllegalStateException("it ended"));
                        });
    }

    private void take(String line, List<String> into) {
        into.add(line);
        if (line.startsWith(READY)) {
            ready.complete(URI.create(line.substring(READY.length())));
        }
    }

    /** Waits until it is ready. */
    public ServiceProcess awaitReady() {
        address();
        return this;
    }

    /** Where it is served. */
    public URI address() {
        try {
            return ready.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | InterruptedException failure) {
            throw new IllegalStateException("the service is not ready\n" + output(), failure);
        }
    }

    /** A client of it that says nothing about itself. */
    public ApiClient api() {
        return ApiClient.of(address());
    }

    /** A client of it for the demo tenant. */
    public ApiClient demo() {
        return api().asDemo();
    }

    /** Everything that it wrote to standard output so far. */
    public String stdout() {
        return String.join("\n", stdout);
    }

    /** Everything that it wrote to standard error so far. */
    public String stderr() {
        return String.join("\n", stderr);
    }

    /** Everything that it wrote so far. */
    public String output() {
        return stdout() + "\n" + stderr();
    }

    /** Ends it at once, as a loss of power would. */
    public void kill() {
        close();
        awaitExit();
    }

    /** Asks it to end, as an orchestrator does. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** Asks it to end and waits; says how it ended. */
    public int stop() {
        terminate();
        return awaitExit();
    }

    /** Waits until it has ended; says how. */
    public int awaitExit() {
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the service does not end\n" + output());
            }
            for (Thread reader : readers) {
                reader.join();
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        // By the handle: the process itself would also throw away what has not been read yet.
        process.toHandle().destroyForcibly();
    }
}
