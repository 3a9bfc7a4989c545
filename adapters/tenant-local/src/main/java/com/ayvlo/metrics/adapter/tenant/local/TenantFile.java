package com.ayvlo.metrics.adapter.tenant.local;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The file of the tenants. A change replaces it whole: written beside it, fsynced, renamed over it,
 * and the directory fsynced; whenever the machine stops, there is the old file or the new one.
 * Another process is kept out by a lock on a file of its own, since the file itself is replaced.
 *
 * <p>Not safe for concurrent use.
 */
final class TenantFile {
    private static final boolean POSIX =
            Path.of("").getFileSystem().supportedFileAttributeViews().contains("posix");

    private final Path directory;
    private final Path file;
    private final Path replacement;
    private @Nullable FileChannel lock;

    TenantFile(Path directory) {
        this.directory = directory;
        this.file = directory.resolve("tenants.tsv");
        this.replacement = directory.resolve("tenants.tsv.new");
    }

    Path path() {
        return file;
    }

    /** Locks the file and reads it; none is written before the first change. */
    Tenants open() throws IOException {
        createDirectory(directory.toAbsolutePath());
        if (lock == null) {
            lock = lock(directory.resolve("tenants.lock"));
        }
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Tenants.NONE;
        }
        byte[] content = Files.readAllBytes(file);
        sync(directory); // the process before may have died between its rename and its fsync
        return TenantText.read(content);
    }

    /** Replaces the file; unless it returns, the file that is found later may be either one. */
    void write(Tenants tenants) throws IOException {
        Files.deleteIfExists(replacement);
        try (FileChannel channel = create(replacement)) {
            ByteBuffer content = ByteBuffer.wrap(TenantText.write(tenants));
            while (content.hasRemaining()) {
                channel.write(content);
            }
            channel.force(true);
        }
        Files.move(replacement, file, StandardCopyOption.ATOMIC_MOVE);
        sync(directory);
    }

    /** Lets other processes have the file. */
    void close() throws IOException {
        if (lock != null) {
            lock.close();
            lock = null;
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel channel =
                Files.exists(path)
                        ? FileChannel.open(path, StandardOpenOption.WRITE)
                        : create(path);
        try {
            if (tryLock(channel) != null) {
                return channel;
            }
            throw new IOException("another process has it open");
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException inThisProcess) {
            return null;
        }
    }

    /** Hashes of keys are nobody else's business. */
    private static FileChannel create(Path path) throws IOException {
        Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return POSIX
                ? FileChannel.open(
                        path,
                        options,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))
                : FileChannel.open(path, options, new FileAttribute<?>[0]);
    }

    private static void createDirectory(Path path) throws IOException {
        Path parent = path.getParent();
        if (Files.isDirectory(path) || parent == null) {
            return;
        }
        createDirectory(parent);
        Files.createDirectories(path);
        sync(parent);
    }

    /** Makes the names in a directory durable; systems without POSIX cannot and need not. */
    private static void sync(Path directory) throws IOException {
        if (POSIX) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
