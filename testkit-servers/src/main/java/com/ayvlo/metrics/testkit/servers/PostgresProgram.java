package com.ayvlo.metrics.testkit.servers;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * PostgreSQL's own program, as a dependency brings it. It asks everybody but its superuser for a
 * password, and does not fsync.
 */
final class PostgresProgram implements ServerLife {
    private static final Duration START = Duration.ofMinutes(1);

    /** With it the library keeps a second server from the directory. */
    private static final String LOCK = "epg-lock";

    private static final String ACCESS =
            """
            host all postgres 127.0.0.1/32 trust
            host all all      127.0.0.1/32 scram-sha-256
            """;

    private final Path data;
    private final int port;
    private EmbeddedPostgres server;
    private boolean running = true;

    private PostgresProgram(Path data, int port) throws IOException {
        this.data = data;
        this.port = port;
        this.server = open();
    }

    /** Starts a server on which this user may log in and make databases. */
    static PostgresProgram launch(String user, String password) {
        try {
            PostgresProgram program =
                    new PostgresProgram(
                            Files.createTempDirectory("metrics-postgres"), Loopback.freePort());
            program.createUser(user, password);
            return program;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (SQLException failure) {
            throw new IllegalStateException("no user could be made", failure);
        }
    }

    private EmbeddedPostgres open() throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setDataDirectoryCustomizer(PostgresProgram::restrictAccess)
                .setPort(port)
                .setPGStartupWait(START)
                .setRegisterShutdownHook(false)
                .setServerConfig("listen_addresses", Loopback.HOST)
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("synchronous_commit", "on") // what was committed survives a kill
                .start();
    }

    private static void restrictAccess(File directory) {
        try {
            Files.writeString(directory.toPath().resolve("pg_hba.conf"), ACCESS);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void createUser(String user, String password) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE ROLE %s LOGIN CREATEDB PASSWORD '%s'"
                            .formatted(user, password.replace("'", "''")));
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
            server = open();
            running = true;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void kill() {
        if (!running) {
            return; // by now its number may be another's
        }
        Signals.kill(postmaster());
        running = false;
        forgetLock();
    }

    /**
     * Closing would ask a server to stop that is gone, and complain; a new one needs a new lock.
     */
    private void forgetLock() {
        try {
            Files.deleteIfExists(data.resolve(LOCK));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void pause() {
        Signals.pause(postmaster());
    }

    @Override
    public void resume() {
        Signals.resume(postmaster());
    }

    @Override
    public void end() {
        if (running) {
            stop();
        }
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void stop() {
        resume(); // who is paused does not hear that it is to stop
        running = false;
        try {
            server.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The parent of the processes of the server, of which each connection has one. */
    private ProcessHandle postmaster() {
        try {
            String pid = Files.readAllLines(data.resolve("postmaster.pid")).getFirst();
            return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
