package com.ayvlo.metrics.bootstrap;

import com.ayvlo.metrics.application.ingest.NodeEpochs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The directory that holds everything this node must not lose. Locked while it is open, so that two
 * processes never share it; holds the node's id, which stays for as long as the directory lives.
 */
final class DataDirectory implements AutoCloseable {
    private final Path path;
    private final FileChannel lockFile;
    private final NodeEpochs nodes;

    private DataDirectory(Path path, FileChannel lockFile, NodeEpochs nodes) {
        this.path = path;
        this.lockFile = lockFile;
        this.nodes = nodes;
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
            return new DataDirectory(path, lockFile, new NodeFile(path).open());
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

    private static ConfigurationMistakes mistake(Path path, String sentence) {
        return new ConfigurationMistakes(List.of("DATA_DIR %s %s".formatted(path, sentence)));
    }

    Path path() {
        return path;
    }

    NodeEpochs nodes() {
        return nodes;
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
