package com.ayvlo.metrics.testkit.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One life of a server's process: from its start until it ends. */
record EngineRun(Process process, int port) {
    private static final Duration START = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 20;

    /** Ends by itself after five seconds in which connections that are idle may be used. */
    private static final long STOP_SECONDS = 30;

    /** Starts a server and returns when it answers. */
    static EngineRun start(Path library, ClickHouseDirectory directory, int port)
            throws IOException {
        Files.deleteIfExists(directory.portFile());
        Process process =
                new ProcessBuilder(command(library, directory, port))
                        .directory(directory.root().toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(directory.output().toFile()))
                        .start();
        try {
            return new EngineRun(process, awaitPort(process, directory));
        } catch (IOException failure) {
            process.destroyForcibly();
            throw failure;
        }
    }

    private static List<String> command(Path library, ClickHouseDirectory directory, int port) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(),
                ClickHouseProcess.class.getName(),
                library.toString(),
                directory.data().toString(),
                directory.config().toString(),
                Integer.toString(port),
                directory.portFile().toString(),
                Integer.toString(directory.peerPort()));
    }

    private static String classPath() {
        return Path.of(
                        URI.create(
                                ClickHouseProcess.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toString()))
                .toString();
    }

    private static int awaitPort(Process process, ClickHouseDirectory directory)
            throws IOException {
        long end = System.nanoTime() + START.toNanos();
        while (System.nanoTime() - end < 0) {
            if (Files.exists(directory.portFile())) {
                String text = Files.readString(directory.portFile());
                if (text.endsWith("\n") && answers(Integer.parseInt(text.strip()))) {
                    return Integer.parseInt(text.strip());
                }
            }
            if (ended(process)) {
                break;
            }
        }
        throw new IOException("ClickHouse says: " + Files.readString(directory.output()));
    }

    /** Waits a little for the process to end. */
    private static boolean ended(Process process) throws IOException {
        try {
            return process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", failure);
        }
    }

    /**
     * Asks on a connection that is closed at once: the server waits for open ones when it stops.
     */
    private static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write(
                            "GET /ping HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return answer.contains("Ok.");
        } catch (IOException _) {
            return false;
        }
    }

    long pid() {
        return process.pid();
    }

    /** Ends it at once. */
    void kill() {
        process.destroyForcibly();
        await();
    }

    /** Ends its standard input, which makes it leave in order. */
    void stop() {
        try {
            process.getOutputStream().close();
        } catch (IOException _) {
            // It has ended already.
        }
        await();
    }

    private void await() {
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("ClickHouse does not stop");
            }
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(failure);
        }
    }
}
