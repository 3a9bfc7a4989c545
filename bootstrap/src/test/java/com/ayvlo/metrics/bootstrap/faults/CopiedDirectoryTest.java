package com.ayvlo.metrics.bootstrap.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.bootstrap.OnEveryStack;
import com.ayvlo.metrics.bootstrap.ServiceProcess;
import com.ayvlo.metrics.bootstrap.Services;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A data directory is copied, and both go on. */
@OnEveryStack
class CopiedDirectoryTest {
    @RegisterExtension final Services services = new Services();

    @TempDir Path directory;

    @Test
    void theCopyKeepsEverythingAndGoesOnUnderAnIdOfItsOwn() throws IOException {
        Path original = directory.resolve("original");
        Path copy = directory.resolve("copy");
        Ledger before = new Ledger("before");
        load(services.start(original), before);
        copy(original, copy);

        Ledger afterwards = new Ledger("in_the_original");
        Ledger inTheCopy = new Ledger("in_the_copy");
        load(services.start(original), afterwards);
        load(services.start(copy), inTheCopy);

        ServiceProcess first = services.start(original);
        ServiceProcess second = services.start(copy);
        before.verify(first.demo());
        before.verify(second.demo());
        afterwards.verify(first.demo());
        inTheCopy.verify(second.demo());
        assertThat(ids(original)).hasSize(1);
        assertThat(ids(copy)).hasSize(2).startsWith(ids(original).getFirst());
    }

    /** Leaves it with metrics that may not be stored yet. */
    private static void load(ServiceProcess service, Ledger ledger) {
        try (Load load = new Load(service.demo(), ledger).start(2)) {
            load.awaitAcknowledged(20);
            service.kill();
            load.stop();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.forEach(file -> copyOne(file, to.resolve(from.relativize(file).toString())));
        }
    }

    private static void copyOne(Path from, Path to) {
        try {
            Files.copy(from, to);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<String> ids(Path data) throws IOException {
        return Files.readAllLines(data.resolve("node-id")).stream()
                .filter(line -> !line.startsWith("here"))
                .map(line -> line.split(" ", 2)[0])
                .toList();
    }
}
