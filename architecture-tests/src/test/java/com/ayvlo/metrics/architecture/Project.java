package com.ayvlo.metrics.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Where things lie in the source tree. */
final class Project {
    static final Path ROOT = root();

    private static final Set<String> NOT_OURS = Set.of("target", "node_modules");

    private Project() {}

    private static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("architecture-tests/pom.xml"))) {
            directory = directory.getParent();
        }
        return directory;
    }

    static Pom parent() {
        return Pom.parse(read(ROOT.resolve("pom.xml")));
    }

    /** Our files whose name ends so, in no build directory and no hidden one. */
    static List<Path> files(Path under, String ending) {
        try (Stream<Path> all = Files.walk(under)) {
            return all.filter(file -> file.toString().endsWith(ending))
                    .filter(Project::isOurs)
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean isOurs(Path file) {
        for (Path part : ROOT.relativize(file)) {
            if (part.toString().startsWith(".") || NOT_OURS.contains(part.toString())) {
                return false;
            }
        }
        return true;
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
