package com.ayvlo.metrics.bootstrap;

import com.ayvlo.metrics.domain.storage.NodeId;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;

/**
 * The directory that holds everything this node must not lose. Locked while it is open, so that two
 * processes never share it; holds the node's id, which stays for as long as the directory lives.
 */
final class DataDirectory implements AutoCloseable {
    private final Path path;
    private final FileChannel lockFile;
    private final NodeId node;

    private DataDirectory(Path path, FileChannel lockFile, NodeId node) {
        this.path = path;
        this.lockFile = lockFile;
        this.node = node;
    }

    /**
     * Makes the directory if need be, and locks it.
     *
     * @throws ConfigurationMistakes if it cannot be written to, or another process uses it
     */
    static DataDirectory open(Path path) {
        try {
            Files.createDirectories(path);
            FileChannel lockFile =
                    FileChannel.open(
                            path.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (!lock(lockFile)) {
                lockFile.close();
                throw mistake(path, "is in use by another process of this service");
            }
            return new DataDirectory(path, lockFile, nodeId(path));
        } catch (IOException failure) {
            throw mistake(path, "cannot be used: " + failure);
        }
    }

    private static boolean lock(FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException lockedByThisProcess) {
            return false;
        }
    }

    private static NodeId nodeId(Path directory) throws IOException {
        Path file = directory.resolve("node-id");
        if (Files.exists(file)) {
            return new NodeId(UUID.fromString(Files.readString(file).strip()));
        }
        NodeId node = new NodeId(UUID.randomUUID());
        Path draft = directory.resolve("node-id.new");
        Files.writeString(draft, node + "\n");
        force(draft);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        force(directory);
        return node;
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static ConfigurationMistakes mistake(Path path, String sentence) {
        return new ConfigurationMistakes(List.of("DATA_DIR %s %s".formatted(path, sentence)));
    }

    Path path() {
        return path;
    }

    NodeId node() {
        return node;
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
