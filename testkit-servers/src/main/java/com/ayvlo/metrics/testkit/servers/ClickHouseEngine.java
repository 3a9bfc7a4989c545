package com.ayvlo.metrics.testkit.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The ClickHouse engine as a library, from its npm package: fetched by name and version, checked,
 * and kept in the user's cache for all later builds.
 */
final class ClickHouseEngine {
    private static final System.Logger LOG = System.getLogger(ClickHouseEngine.class.getName());

    private static final String VERSION = "26.7.3-stable.1";
    private static final String PACKAGE = "@chdb/lib-linux-x64-gnu@" + VERSION;
    private static final String PACKAGE_SHA_256 =
            "c0d32b129e988f2b9a9a31c9141aecf5e1e2453f9a079efc4d36ab8e3f92b2ad";
    private static final String LIBRARY = "package/libchdb.so";

    private ClickHouseEngine() {}

    /** The library; fetches it if this machine does not have it yet, which takes a minute. */
    static Path library() {
        if (!System.getProperty("os.name").equals("Linux")
                || !System.getProperty("os.arch").equals("amd64")) {
            throw missing("its package has none for this machine");
        }
        Path home = cache().resolve("clickhouse-" + VERSION);
        Path library = home.resolve("libchdb.so");
        if (Files.isRegularFile(library)) {
            return library;
        }
        try {
            Files.createDirectories(home);
            fetchOnce(home, library);
            return library;
        } catch (IOException failure) {
            throw missing("it could not be fetched (%s)".formatted(failure.getMessage()));
        }
    }

    private static Path cache() {
        String given = System.getenv("XDG_CACHE_HOME");
        Path caches =
                given == null || given.isEmpty()
                        ? Path.of(System.getProperty("user.home"), ".cache")
                        : Path.of(given);
        return caches.resolve("ayvlo-metrics");
    }

    /** One process fetches, and others that need it wait for it. */
    private static void fetchOnce(Path home, Path library) throws IOException {
        try (FileChannel channel =
                        FileChannel.open(
                                home.resolve("lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock _ = channel.lock()) {
            if (!Files.isRegularFile(library)) {
                fetch(home, library);
            }
        }
    }

    private static void fetch(Path home, Path library) throws IOException {
        Path directory = Files.createTempDirectory(home, "fetch");
        try {
            LOG.log(System.Logger.Level.INFO, "fetching {0}, 178 MB, once", PACKAGE);
            run(directory, "npm", "pack", PACKAGE, "--silent");
            Path archive = onlyFile(directory);
            LOG.log(System.Logger.Level.INFO, "checking and unpacking {0}", archive.getFileName());
            check(archive);
            run(directory, "tar", "-xzf", archive.toString(), LIBRARY);
            Files.move(directory.resolve(LIBRARY), library, StandardCopyOption.ATOMIC_MOVE);
            LOG.log(System.Logger.Level.INFO, "ClickHouse {0} is in {1}", VERSION, home);
        } finally {
            deleteRecursively(directory);
        }
    }

    private static Path onlyFile(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            Optional<Path> file = files.filter(path -> path.toString().endsWith(".tgz")).findAny();
            return file.orElseThrow(() -> new IOException("npm brought no package"));
        }
    }

    private static void check(Path archive) throws IOException {
        try (InputStream file = Files.newInputStream(archive);
                DigestInputStream digested =
                        new DigestInputStream(file, MessageDigest.getInstance("SHA-256"))) {
            digested.transferTo(OutputStream.nullOutputStream());
            String found = HexFormat.of().formatHex(digested.getMessageDigest().digest());
            if (!found.equals(PACKAGE_SHA_256)) {
                throw new IOException(
                        "%s has the SHA-256 %s, not %s".formatted(PACKAGE, found, PACKAGE_SHA_256));
            }
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void run(Path directory, String... command) throws IOException {
        Process process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(
                        "%s failed: %s".formatted(List.of(command).subList(0, 2), output.strip()));
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static RuntimeException missing(String why) {
        return MissingServer.abort(
                "ClickHouse",
                why
                        + ". Set TEST_CLICKHOUSE_URL to the address of a server"
                        + " (http://user:password@host:8123), start Docker, or on Linux x64"
                        + " install npm (apt-get install npm)");
    }

    /** Deletes a directory with all that is in it. */
    static void deleteRecursively(Path directory) throws IOException {
        Files.walkFileTree(
                directory,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.deleteIfExists(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path visited, IOException failure)
                            throws IOException {
                        Files.deleteIfExists(visited);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
