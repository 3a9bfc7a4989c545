package com.ayvlo.metrics.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a data directory holds. */
final class DiskUsage {
    private DiskUsage() {}

    /** Bytes by kind of file: its path, with stars for what looks like a number or an id. */
    static Map<String, Long> byKind(Path directory) throws IOException {
        Map<String, Long> bytes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes.merge(kind(directory.relativize(file)), Files.size(file), Long::sum);
            }
        }
        return bytes;
    }

    private static String kind(Path file) {
        return file.toString().replaceAll("[0-9a-f]*[0-9][0-9a-f]*(-[0-9a-f]+)*", "*");
    }

    /** Removes a directory and all in it. */
    static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
