package com.ayvlo.metrics.bootstrap;

import com.ayvlo.metrics.application.ingest.NodeEpochs;
import com.ayvlo.metrics.domain.storage.NodeId;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The file {@code node-id}: the ids under which this directory has numbered its metrics, each with
 * its first position, and what the file was when it was written. A copy of a file is another file:
 * so a directory that was copied, or restored from a copy, is recognised. One whose whole disk was
 * cloned is not.
 */
final class NodeFile {
    private static final String NAME = "node-id";
    private static final String HERE = "here ";

    private final Path directory;
    private final Path file;

    NodeFile(Path directory) {
        this.directory = directory;
        this.file = directory.resolve(NAME);
    }

    NodeEpochs open() throws IOException {
        if (!Files.exists(file)) {
            write(List.of(new NodeEpochs.Epoch(NodeId.random(), 1)));
        }
        List<NodeEpochs.Epoch> epochs = new ArrayList<>();
        boolean moved = true;
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith(HERE)) {
                moved = !line.equals(HERE + place(file));
            } else {
                String[] parts = line.split(" ", 2);
                epochs.add(
                        new NodeEpochs.Epoch(
                                new NodeId(UUID.fromString(parts[0])), Long.parseLong(parts[1])));
            }
        }
        return new NodeEpochs(epochs, moved, this::keep);
    }

    private void keep(List<NodeEpochs.Epoch> epochs) {
        try {
            write(epochs);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The place is known only once the file is there; without it the directory counts as moved. */
    private void write(List<NodeEpochs.Epoch> epochs) throws IOException {
        Path draft = directory.resolve(NAME + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft);
        StringBuilder text = new StringBuilder();
        for (NodeEpochs.Epoch epoch : epochs) {
            text.append(epoch.node()).append(' ').append(epoch.firstPosition()).append('\n');
        }
        text.append(HERE).append(place(draft)).append('\n');
        Files.writeString(draft, text);
        force(draft);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        force(directory);
    }

    /** What a copy does not share: the file's number on its disk, and when it was made. */
    private static String place(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        String key = String.valueOf(attributes.fileKey()).replaceAll(".*ino=", "");
        return key + " " + attributes.creationTime().toMillis();
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
