package com.ayvlo.metrics.testkit.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Signals to a process that a test started, and to all that it started itself. */
final class Signals {
    private static final int PATIENCE_SECONDS = 30;

    private Signals() {}

    /** Ends them at once; returns when they are gone. */
    static void kill(ProcessHandle parent) {
        send("STOP", parent); // starts no more
        List<ProcessHandle> family =
                Stream.concat(Stream.of(parent), parent.descendants()).toList();
        family.forEach(ProcessHandle::destroyForcibly);
        family.forEach(
                process -> process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join());
    }

    /** Stops the parent first, so that it starts no more. */
    static void pause(ProcessHandle parent) {
        send("STOP", parent);
        parent.descendants().forEach(child -> send("STOP", child));
    }

    static void resume(ProcessHandle parent) {
        parent.descendants().forEach(child -> send("CONT", child));
        send("CONT", parent);
    }

    private static void send(String signal, ProcessHandle process) {
        List<String> command = List.of("kill", "-s", signal, Long.toString(process.pid()));
        try {
            int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (exit != 0 && process.isAlive()) { // servers have helpers that come and go
                throw new IllegalStateException("exit code %d of %s".formatted(exit, command));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }
}
