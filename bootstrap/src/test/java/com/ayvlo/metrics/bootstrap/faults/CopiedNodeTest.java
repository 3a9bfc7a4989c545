package com.ayvlo.metrics.bootstrap.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.bootstrap.ApiClient;
import com.ayvlo.metrics.bootstrap.ServiceProcess;
import com.ayvlo.metrics.bootstrap.Services;
import com.ayvlo.metrics.bootstrap.Stack;
import com.ayvlo.metrics.testkit.servers.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A data directory is copied with metrics on their way, and both go on with the same servers. */
class CopiedNodeTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @RegisterExtension final Services services = new Services();

    @TempDir Path directory;

    private final String[] servers =
            Stack.freshDatabases().entrySet().stream()
                    .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()))
                    .toArray(String[]::new);

    @Test
    void nothingIsStoredTwiceAndNothingIsDropped() throws IOException {
        Path original = directory.resolve("original");
        Path copy = directory.resolve("copy");
        Ledger before = new Ledger("before");
        leaveUnstored(services.start(original, servers), before);
        copy(original, copy);

        ServiceProcess first = services.start(original, servers);
        ServiceProcess second = services.start(copy, servers);
        Ledger afterwards = new Ledger("in_the_original");
        Ledger inTheCopy = new Ledger("in_the_copy");
        try (Load one = new Load(first.demo(), afterwards).start(2);
                Load two = new Load(second.demo(), inTheCopy).start(2)) {
            one.awaitAcknowledged(100);
            two.awaitAcknowledged(100);
            one.stop();
            two.stop();
        }

        for (Ledger ledger : List.of(before, afterwards, inTheCopy)) {
            verify(ledger, first.demo());
            verify(ledger, second.demo());
        }
        assertThat(first.stderr() + second.stderr()).doesNotContain("cut anew", "set aside");
    }

    /** Both nodes replay what was in the journal, under the same tokens. */
    private static void leaveUnstored(ServiceProcess service, Ledger ledger) {
        try (Load load = new Load(service.demo(), ledger).start(2)) {
            load.awaitAcknowledged(20);
            service.kill();
            load.stop();
        }
    }

    private static void verify(Ledger ledger, ApiClient api) {
        Await.until(
                "what the other node has taken is stored",
                SOON,
                () -> ledger.acknowledgedButMissing(api).isEmpty());
        ledger.verify(api);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
