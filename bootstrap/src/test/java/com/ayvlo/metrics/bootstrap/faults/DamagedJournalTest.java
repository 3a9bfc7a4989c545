package com.ayvlo.metrics.bootstrap.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.bootstrap.ServiceProcess;
import com.ayvlo.metrics.bootstrap.Services;
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

/** The disk gives back other bytes than were written. */
class DamagedJournalTest {
    @RegisterExtension final Services services = new Services();

    @TempDir Path data;

    @Test
    void aFlippedByteCostsOneRequestAndIsReported() throws IOException {
        Ledger ledger = new Ledger("damaged");
        ServiceProcess first = services.start(data);
        try (Load load = new Load(first.demo(), ledger).start(2)) {
            load.awaitAcknowledged(50);
            first.kill();
            load.stop();
        }
        // With the store's own log the store would have what the journal loses.
        Files.delete(data.resolve("metrics.duckdb.wal"));
        Path segment = segment();
        long place = flipInTheMiddle(segment);

        ServiceProcess second = services.start(data);

        Await.until(
                "the loss is in the log",
                Duration.ofSeconds(5),
                () -> second.stderr().contains("cannot be read"));
        assertThat(second.stderr().lines().filter(line -> line.contains("cannot be read")))
                .singleElement()
                .asString()
                .contains("ERROR", segment.getFileName().toString(), "1 records with 50 metrics");
        assertThat(offset(second.stderr())).isBetween(place - 20_000, place);
        List<Integer> lost = ledger.acknowledgedButMissing(second.demo());
        assertThat(lost).hasSize(1);
        ledger.end(lost.getFirst(), Ledger.Fate.REFUSED);
        ledger.verify(second.demo());
        new Ledger("afterwards").verify(second.demo());
    }

    private static long offset(String log) {
        return Long.parseLong(log.replaceAll("(?s).*bytes from byte (\\d+) cannot.*", "$1"));
    }

    /** The first file with records; others were made ahead of need. */
    private Path segment() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("journal"))) {
            return files.filter(file -> file.toString().endsWith(".journal"))
                    .min(Path::compareTo)
                    .orElseThrow();
        }
    }

    private static long flipInTheMiddle(Path segment) throws IOException {
        byte[] bytes = Files.readAllBytes(segment);
        int end = bytes.length;
        while (bytes[end - 1] == 0) {
            end--;
        }
        bytes[end / 2] ^= 0x10;
        Files.write(segment, bytes);
        return end / 2;
    }
}
