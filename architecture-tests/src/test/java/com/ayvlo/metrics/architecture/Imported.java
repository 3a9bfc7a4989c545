package com.ayvlo.metrics.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Classes, read once for all tests. Main code and tests apart, as the build made them. */
final class Imported {
    /** Measure and test from outside, and are no part of the service. */
    private static final Set<String> NOT_THE_SERVICE = Set.of("benchmarks", "architecture-tests");

    static final JavaClasses MAIN = read(directories("target/classes"));
    static final JavaClasses TESTS = read(directories("target/test-classes"));
    static final JavaClasses PLANTED =
            read(
                    List.of(
                            Project.ROOT.resolve(
                                    "architecture-tests/target/test-classes/"
                                            + Packages.PLANTED.root().replace('.', '/'))));

    private Imported() {}

    private static List<Path> directories(String output) {
        return Project.parent().modules().stream()
                .filter(module -> !NOT_THE_SERVICE.contains(module))
                .map(module -> Project.ROOT.resolve(module).resolve(output))
                .filter(Files::isDirectory)
                .toList();
    }

    private static JavaClasses read(Collection<Path> paths) {
        return new ClassFileImporter().importPaths(paths);
    }
}
