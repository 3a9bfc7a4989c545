package com.ayvlo.metrics.adapter.idempotency.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A real disk that fails when it is told to, and knows what a loss of power would leave. */
final class FaultyDisk implements Disk {
    /** What can be done to a disk. */
    enum Operation {
        CREATE,
        WRITE,
        FORCE,
        DELETE,
        FORCE_DIRECTORY,
        LIST,
        OPEN,
        READ
    }

    /** Is told of every operation before it happens, and may let it fail. */
    @FunctionalInterface
    interface Fault {
        void before(Operation operation) throws IOException;
    }

    private final Disk disk = new LocalDisk();
    private final Map<Path, Long> forced = new ConcurrentHashMap<>();
    private final Set<Path> names = new HashSet<>();
    private volatile Fault fault = _ -> {};

    void fault(Fault next) {
        fault = next;
    }

    /** From now on this operation always fails. */
    void failAt(Operation failing) {
        fault(
                operation -> {
                    if (operation == failing) {
                        throw new IOException("broken disk");
                    }
                });
    }

    void repair() {
        fault(_ -> {});
    }

    /** What is left for certain if the power fails now. */
    synchronized void copyForced(Path from, Path to) throws IOException {
        Files.createDirectory(to);
        for (Path file : List.copyOf(names)) {
            if (file.startsWith(from) && Files.exists(file)) {
                byte[] now = Files.readAllBytes(file);
                Path copy = to.resolve(file.getFileName());
                long left = forced.getOrDefault(file, 0L);
                Files.write(copy, Arrays.copyOf(now, Math.toIntExact(left)));
                names.add(copy);
                forced.put(copy, left);
            }
        }
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        disk.createDirectories(directory);
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        fault.before(Operation.LIST);
        return disk.list(directory);
    }

    @Override
    public DiskFile create(Path file) throws IOException {
        fault.before(Operation.CREATE);
        return new Watched(disk.create(file), file);
    }

    @Override
    public DiskFile open(Path file) throws IOException {
        fault.before(Operation.OPEN);
        return new Watched(disk.open(file), file);
    }

    @Override
    public void delete(Path file) throws IOException {
        fault.before(Operation.DELETE);
        disk.delete(file);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        fault.before(Operation.FORCE_DIRECTORY);
        disk.forceDirectory(directory);
        synchronized (this) {
            names.addAll(disk.list(directory));
        }
    }

    private final class Watched implements DiskFile {
        private final DiskFile file;
        private final Path path;

        private Watched(DiskFile file, Path path) {
            this.file = file;
            this.path = path;
        }

        @Override
        public int read(byte[] target, int from, int length, long offset) throws IOException {
            fault.before(Operation.READ);
            return file.read(target, from, Math.min(length, 100_000), offset);
        }

        @Override
        public void append(byte[] source, int length) throws IOException {
            try {
                fault.before(Operation.WRITE);
            } catch (IOException failed) {
                // As on a full disk: a part of it is there.
                file.append(source, length / 2);
                throw failed;
            }
            file.append(source, length);
        }

        @Override
        public void force() throws IOException {
            fault.before(Operation.FORCE);
            long size = file.size();
            file.force();
            forced.put(path, size);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /** What is there if the process is killed now. */
    static void copy(Path from, Path to) {
        try {
            Files.createDirectory(to);
            for (Path file : new LocalDisk().list(from)) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
