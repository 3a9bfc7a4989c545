package com.ayvlo.metrics.bootstrap.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.bootstrap.ServiceProcess;
import com.ayvlo.metrics.bootstrap.Services;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** The process dies, and the log of DuckDB does not survive it. */
class DuckDbLogTest {
    private static final int LONGEST_MILLIS = 1500;
    private static final String LOG_OF_DUCKDB = "metrics.duckdb.wal";

    @RegisterExtension final Services services = new Services();

    @TempDir Path data;

    @Test
    void theStoresOwnLogMayBeLost() throws IOException {
        Ledger ledger = new Ledger("without_log");
        KillTest.runAndKill(services.start(data), ledger, LONGEST_MILLIS);
        assertThat(Files.size(data.resolve(LOG_OF_DUCKDB))).isPositive();
        Files.delete(data.resolve(LOG_OF_DUCKDB));

        ServiceProcess service = services.start(data);

        ledger.verify(service.demo());
    }

    @Test
    void theStoresOwnLogMayBeDamaged() throws IOException {
        Ledger ledger = new Ledger("damaged_log");
        KillTest.runAndKill(services.start(data), ledger, LONGEST_MILLIS);
        try (RandomAccessFile log =
                new RandomAccessFile(data.resolve(LOG_OF_DUCKDB).toFile(), "rw")) {
            log.seek(log.length() / 2);
            int before = log.read();
            log.seek(log.length() / 2);
            log.write(before ^ 0x55);
        }

        ServiceProcess service = services.start(data);

        ledger.verify(service.demo());
        assertThat(service.stderr())
                .contains("log of DuckDB cannot be read", LOG_OF_DUCKDB + ".damaged");
    }
}
