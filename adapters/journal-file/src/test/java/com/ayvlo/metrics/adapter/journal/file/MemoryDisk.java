package com.ayvlo.metrics.adapter.journal.file;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A disk in memory that knows what a loss of power would leave: what was forced, some of the
 * sectors that were not, and some of the names that were not. Files are named without their
 * directory.
 */
final class MemoryDisk implements Disk {
    private static final int SECTOR = 512;

    /** What can be done to a disk. */
    enum Operation {
        CREATE,
        WRITE,
        FORCE,
        RENAME,
        DELETE,
        FORCE_DIRECTORY
    }

    /** Is told of every operation before it happens, and may let it fail. */
    @FunctionalInterface
    interface Fault {
        void before(Operation operation, String file) throws IOException;
    }

    private final Map<String, Content> files = new TreeMap<>();
    private final Map<String, Content> forcedNames = new TreeMap<>();
    private final List<Consumer<Map<String, Content>>> unforcedNames = new ArrayList<>();
    private final Set<Path> locks = new HashSet<>();
    private volatile Fault fault = (_, _) -> {};
    private volatile int mostBytesWritten = Integer.MAX_VALUE;
    private volatile String badFile = "";
    private volatile int badByte;
    private volatile long room = Long.MAX_VALUE;

    private static final class Content {
        private volatile String name;
        private byte[] now;
        private byte[] forced = {};
        private final BitSet dirty = new BitSet();

        private Content(String name, byte[] now) {
            this.name = name;
            this.now = now;
        }
    }

    void fault(Fault next) {
        fault = next;
    }

    /** Writes take at most this many bytes from now on. */
    void mostBytesWritten(int bytes) {
        mostBytesWritten = bytes;
    }

    /** From now on this byte of this file cannot be read. */
    void badSector(String file, int offset) {
        badByte = offset;
        badFile = file;
    }

    /** How many bytes all files together may have. */
    void room(long bytes) {
        room = bytes;
    }

    /** What the next process finds if this one is killed now. */
    synchronized MemoryDisk afterKill() {
        MemoryDisk next = new MemoryDisk();
        files.forEach((name, content) -> next.put(name, content.now));
        return next;
    }

    /** What may be left if the power fails now. */
    synchronized MemoryDisk afterPowerLoss(Random random) {
        Map<String, Content> names = new TreeMap<>(forcedNames);
        for (var change : unforcedNames) {
            if (random.nextBoolean()) {
                change.accept(names);
            }
        }
        MemoryDisk next = new MemoryDisk();
        names.forEach((name, content) -> next.put(name, left(content, random)));
        return next;
    }

    private static byte[] left(Content content, Random random) {
        byte[] left = content.forced.clone();
        int kept = random.nextInt(3);
        for (int sector : content.dirty.stream().toArray()) {
            if (kept == 2 || (kept == 1 && random.nextBoolean())) {
                int from = sector * SECTOR;
                int to = Math.min(content.now.length, from + SECTOR);
                left = Arrays.copyOf(left, Math.max(left.length, to));
                System.arraycopy(content.now, from, left, from, to - from);
            }
        }
        return left;
    }

    synchronized List<String> names() {
        return List.copyOf(files.keySet());
    }

    synchronized byte[] get(String name) {
        return files.get(name).now.clone();
    }

    /** Puts a durable file there. */
    synchronized void put(String name, byte[] bytes) {
        Content content = new Content(name, bytes.clone());
        content.forced = bytes.clone();
        files.put(name, content);
        forcedNames.put(name, content);
    }

    synchronized void remove(String name) {
        files.remove(name);
        forcedNames.remove(name);
    }

    private void change(Consumer<Map<String, Content>> change) {
        change.accept(files);
        unforcedNames.add(change);
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    @Override
    public void createDirectories(Path directory) {}

    @Override
    public synchronized List<Path> list(Path directory) {
        return files.keySet().stream().map(directory::resolve).toList();
    }

    @Override
    public DiskFile create(Path file) throws IOException {
        fault.before(Operation.CREATE, name(file));
        synchronized (this) {
            if (files.containsKey(name(file))) {
                throw new FileAlreadyExistsException(name(file));
            }
            Content content = new Content(name(file), new byte[0]);
            change(
                    names -> {
                        names.put(name(file), content);
                    });
            return new MemoryFile(content);
        }
    }

    @Override
    public synchronized DiskFile open(Path file) throws IOException {
        Content content = files.get(name(file));
        if (content == null) {
            throw new FileNotFoundException(name(file));
        }
        return new MemoryFile(content);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        fault.before(Operation.RENAME, name(to));
        synchronized (this) {
            files.get(name(from)).name = name(to);
            change(
                    names -> {
                        Content content = names.remove(name(from));
                        if (content != null) {
                            names.put(name(to), content);
                        }
                    });
        }
    }

    @Override
    public void delete(Path file) throws IOException {
        fault.before(Operation.DELETE, name(file));
        synchronized (this) {
            change(
                    names -> {
                        names.remove(name(file));
                    });
        }
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        fault.before(Operation.FORCE_DIRECTORY, "");
        synchronized (this) {
            forcedNames.clear();
            forcedNames.putAll(files);
            unforcedNames.clear();
        }
    }

    @Override
    public synchronized long usableSpace(Path directory) {
        return room - files.values().stream().mapToLong(content -> content.now.length).sum();
    }

    @Override
    public synchronized Closeable lock(Path file) throws IOException {
        if (!locks.add(file)) {
            throw new IOException("locked");
        }
        return () -> locks.remove(file);
    }

    private final class MemoryFile implements DiskFile {
        private final Content content;

        private MemoryFile(Content content) {
            this.content = content;
        }

        @Override
        public int read(ByteBuffer target, long offset) throws IOException {
            synchronized (MemoryDisk.this) {
                if (content.name.equals(badFile)
                        && badByte >= offset
                        && badByte < offset + target.remaining()) {
                    throw new IOException("Input/output error");
                }
                int length = (int) Math.min(target.remaining(), content.now.length - offset);
                if (length <= 0) {
                    return target.hasRemaining() ? -1 : 0;
                }
                target.put(content.now, (int) offset, length);
                return length;
            }
        }

        @Override
        public int write(ByteBuffer source, long offset) throws IOException {
            fault.before(Operation.WRITE, content.name);
            synchronized (MemoryDisk.this) {
                int length = Math.min(source.remaining(), mostBytesWritten);
                int end = (int) offset + length;
                if (end > content.now.length) {
                    if (usableSpace(Path.of("")) < end - content.now.length) {
                        throw new IOException("No space left on device");
                    }
                    content.now = Arrays.copyOf(content.now, end);
                }
                source.get(content.now, (int) offset, length);
                content.dirty.set((int) offset / SECTOR, (end + SECTOR - 1) / SECTOR);
                return length;
            }
        }

        @Override
        public void force() throws IOException {
            fault.before(Operation.FORCE, content.name);
            synchronized (MemoryDisk.this) {
                content.forced = content.now.clone();
                content.dirty.clear();
            }
        }

        @Override
        public long size() {
            synchronized (MemoryDisk.this) {
                return content.now.length;
            }
        }

        @Override
        public void close() {}
    }
}
