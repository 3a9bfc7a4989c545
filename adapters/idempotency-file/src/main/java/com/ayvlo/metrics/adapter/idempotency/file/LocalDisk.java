package com.ayvlo.metrics.adapter.idempotency.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/**
 * The real disk. Needs a system on which a directory can be opened and forced: Linux, macOS.
 *
 * <p>A RandomAccessFile, because an interrupted thread would close a FileChannel.
 */
final class LocalDisk implements Disk {
    @Override
    public void createDirectories(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.toAbsolutePath().getParent();
        if (parent != null) {
            createDirectories(parent);
        }
        try {
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException made) {
            // By somebody else in the meantime, unless it is a file.
            if (!Files.isDirectory(directory)) {
                throw made;
            }
        }
        if (parent != null) {
            forceDirectory(parent);
        }
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    @Override
    public DiskFile create(Path file) throws IOException {
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        return new OpenFile(new RandomAccessFile(file.toFile(), "rw"));
    }

    @Override
    public DiskFile open(Path file) throws IOException {
        return new OpenFile(new RandomAccessFile(file.toFile(), "r"));
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    /** A directory has to be a FileChannel: on a thread that nobody interrupts. */
    @Override
    public void forceDirectory(Path directory) throws IOException {
        FutureTask<Boolean> force =
                new FutureTask<>(
                        () -> {
                            try (FileChannel channel =
                                    FileChannel.open(directory, StandardOpenOption.READ)) {
                                channel.force(true);
                            }
                            return true;
                        });
        Thread.ofPlatform().start(force);
        boolean interrupted = false;
        while (!isDone(force)) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** False if the wait was interrupted. */
    private static boolean isDone(FutureTask<Boolean> task) throws IOException {
        try {
            return task.get();
        } catch (InterruptedException _) {
            return false;
        } catch (ExecutionException failed) {
            throw new IOException(failed.getCause());
        }
    }

    private record OpenFile(RandomAccessFile file) implements DiskFile {
        @Override
        public int read(byte[] target, int from, int length, long offset) throws IOException {
            file.seek(offset);
            return file.read(target, from, length);
        }

        @Override
        public void append(byte[] source, int length) throws IOException {
            file.write(source, 0, length);
        }

        @Override
        public void force() throws IOException {
            file.getFD().sync();
        }

        @Override
        public long size() throws IOException {
            return file.length();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
