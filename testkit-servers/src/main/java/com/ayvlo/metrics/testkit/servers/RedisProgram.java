package com.ayvlo.metrics.testkit.servers;

import redis.embedded.core.ExecutableProvider;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;

/** Redis' own program, as a dependency brings it. Keeps nothing on disk. */
final class RedisProgram implements ServerLife {
    private static final String READY = "Ready to accept connections";

    private final List<String> command;
    private final int port;
    private Process process;

    private RedisProgram(String executable, int port) throws IOException {
        this.port = port;
        this.command =
                List.of(
                        executable,
                        "--bind",
                        Loopback.HOST,
                        "--port",
                        Integer.toString(port),
                        "--databases",
                        Integer.toString(RedisServer.DATABASES),
                        "--save",
                        "");
        this.process = open();
    }

    /**
     * Starts a server: the one of the dependency, or where that does not run, the one on the path.
     */
    static RedisProgram launch() {
        try {
            return new RedisProgram(bundled().toString(), Loopback.freePort());
        } catch (IOException | RuntimeException unfit) {
            try {
                return new RedisProgram("redis-server", Loopback.freePort());
            } catch (IOException failure) {
                failure.addSuppressed(unfit);
                throw new UncheckedIOException(failure);
            }
        }
    }

    private static Path bundled() throws IOException {
        return ExecutableProvider.newJarResourceProvider().get().toPath();
    }

    private Process open() throws IOException {
        Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
        BufferedReader log = started.inputReader();
        StringBuilder said = new StringBuilder();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            said.append(line).append('\n');
            if (line.contains(READY)) {
                Thread.ofVirtual().start(() -> forget(log));
                return started;
            }
        }
        throw new IOException("Redis ended before it was ready: " + said);
    }

    /** Else it would wait for its log to be read. */
    private static void forget(BufferedReader log) {
        try {
            log.transferTo(Writer.nullWriter());
        } catch (IOException ended) {
            // Nothing more is said.
        }
    }

    @Override
    public String host() {
        return Loopback.HOST;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void start() {
        try {
            process = open();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void kill() {
        Signals.kill(process.toHandle());
    }

    @Override
    public void pause() {
        Signals.pause(process.toHandle());
    }

    @Override
    public void resume() {
        Signals.resume(process.toHandle());
    }

    @Override
    public void end() {
        kill();
    }
}
