package com.ayvlo.metrics.testkit.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.UUID;

/**
 * A server in a process of its own on loopback, from the engine's package, with a data directory
 * that ends with it. It can be killed, paused and started again on the same port with the same
 * data, and stops by itself when this JVM ends, however that ends.
 *
 * <p>Besides {@link #user()} it knows {@link #READER}, who may only read, {@link #POOR}, who gets
 * next to no memory, and {@link #FILTERED}, who may do everything in the database of that name but
 * sees of its tables {@code metrics} and {@code rollups} only rows of the tenant that the setting
 * {@code log_comment} names. All have the same password.
 *
 * <p>For one thread at a time.
 */
public final class OwnClickHouse extends ClickHouseServer implements AutoCloseable {
    /** A user who may only read. */
    public static final String READER = "reader";

    /** A user whose statements fail as soon as they need more than four MiB or so. */
    public static final String POOR = "poor";

    /** A user with a row filter, and the database that it is for. */
    public static final String FILTERED = "filtered";

    private final ClickHouseDirectory directory;
    private final Path library;
    private EngineRun run;

    private OwnClickHouse(ClickHouseDirectory directory, Path library, EngineRun run) {
        super(new ClickHouseAddress("127.0.0.1", run.port(), "admin", directory.password()));
        this.directory = directory;
        this.library = library;
        this.run = run;
    }

    /** Starts one; {@link MissingServer} if its program cannot be had. */
    public static OwnClickHouse start() {
        try {
            return start(ClickHouseDirectory.create(UUID.randomUUID().toString()));
        } catch (IOException failure) {
            throw new UncheckedIOException("ClickHouse did not start", failure);
        }
    }

    /** Starts one with these files. */
    static OwnClickHouse start(ClickHouseDirectory directory) {
        Path library = ClickHouseEngine.library();
        try {
            OwnClickHouse server =
                    new OwnClickHouse(directory, library, EngineRun.start(library, directory, 0));
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException("ClickHouse did not start", failure);
        }
    }

    /** The id of its process. */
    public long pid() {
        return run.pid();
    }

    /** Ends it at once, as a crash would. */
    public void kill() {
        run.kill();
    }

    /** Ends it in order. */
    public void stop() {
        run.stop();
    }

    /** Starts it again on the same port with the same data, once it has ended. */
    public void restart() {
        try {
            run = EngineRun.start(library, directory, port());
        } catch (IOException failure) {
            throw new UncheckedIOException("ClickHouse did not start again", failure);
        }
    }

    /** Holds it: connections stay open and nothing is answered. */
    public void pause() {
        signal("stop");
    }

    /** Lets it go on. */
    public void resume() {
        signal("cont");
    }

    private void signal(String name) {
        try {
            Process kill =
                    new ProcessBuilder(
                                    "kill",
                                    "-" + name.toUpperCase(Locale.ROOT),
                                    Long.toString(pid()))
                            .start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("no process " + pid());
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(failure);
        }
    }

    /** Ends it, and deletes its data. */
    @Override
    public void close() {
        run.kill();
        directory.delete();
    }
}
