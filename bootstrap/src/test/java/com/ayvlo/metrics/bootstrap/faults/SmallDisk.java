package com.ayvlo.metrics.bootstrap.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of its own that can be filled up. */
final class SmallDisk implements AutoCloseable {
    private static final int CHUNK = 1 << 20;

    private final Path root;

    private SmallDisk(Path root) {
        this.root = root;
    }

    /** Mounts one; aborts the test where that is not allowed, but not in CI. */
    static SmallDisk mount(Path directory, int mebibytes) {
        String refusal =
                run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", directory);
        if (!refusal.isEmpty()) {
            assertThat(System.getenv("CI")).as("CI can mount: %s", refusal).isNotEqualTo("true");
            abort("a full disk needs the right to mount one: " + refusal);
        }
        return new SmallDisk(directory);
    }

    private static String run(Object... command) {
        String[] words = new String[command.length];
        for (int i = 0; i < command.length; i++) {
            words[i] = command[i].toString();
        }
        try {
            Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? "" : "failed: " + said;
        } catch (IOException failure) {
            return failure.toString();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    Path root() {
        return root;
    }

    /** Takes all the room that is left. */
    void fill() {
        try (OutputStream ballast = Files.newOutputStream(ballast())) {
            byte[] chunk = new byte[CHUNK];
            while (true) {
                ballast.write(chunk);
            }
        } catch (IOException full) {
            assertThat(root.toFile().getUsableSpace()).isLessThan(CHUNK);
        }
    }

    /** Gives it back. */
    void clear() {
        try {
            Files.delete(ballast());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Path ballast() {
        return root.resolve("ballast");
    }

    @Override
    public void close() {
        // Lazily: a process that was just killed may hold a file for a moment.
        assertThat(run("umount", "--lazy", root)).isEmpty();
    }
}
