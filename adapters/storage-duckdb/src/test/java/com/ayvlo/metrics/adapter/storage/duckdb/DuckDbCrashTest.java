package com.ayvlo.metrics.adapter.storage.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.ayvlo.metrics.domain.query.CatalogPage;
import com.ayvlo.metrics.domain.storage.StorageException;
import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.testkit.Blocks;
import com.ayvlo.metrics.testkit.StorageContract;
import com.ayvlo.metrics.testkit.TestQueries;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** What is left when the process is killed while it writes, and what another process may do. */
@Timeout(120)
class DuckDbCrashTest implements StorageContract {
    private static final int KILLS = Boolean.getBoolean("endurance") ? 50 : 3;

    @TempDir Path directory;
    private DuckDbStorage storage;

    @Override
    public DuckDbStorage storage() {
        return storage;
    }

    @AfterEach
    void close() {
        if (storage != null) {
            storage.close();
        }
    }

    @Test
    void killedWhileWritingKeepsWholeBlocksAndAllThatWereConfirmed() throws Exception {
        for (int kill = 0; kill < KILLS; kill++) {
            long confirmed = killAfter(20 + 13 * kill);
            storage = DuckDbStorage.open(DuckDbConfig.defaults(directory), InstantSource.system());

            long last = storage.writer().lastApplied(CrashingWriter.NODE);
            assertThat(last).isIn(confirmed, confirmed + CrashingWriter.BLOCK_SIZE);
            assertThat(total()).isEqualTo(last);
            storage.writer().write(CrashingWriter.block(last - CrashingWriter.BLOCK_SIZE + 1));
            assertThat(total()).isEqualTo(last);
            storage.close();
        }
    }

    @Test
    void aSecondProcessIsRefused() throws Exception {
        Process first = start();
        try (BufferedReader output = first.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).startsWith("open");
            storage = DuckDbStorage.open(DuckDbConfig.defaults(directory), InstantSource.system());

            assertThatExceptionOfType(StorageException.Unavailable.class)
                    .isThrownBy(() -> storage.writer().lastApplied(Blocks.ofNewNode().node()))
                    .withMessage("cannot open metrics.duckdb: another process uses it");
            assertThat(storage.check())
                    .isEqualTo(Health.down("cannot open metrics.duckdb: another process uses it"));
        } finally {
            first.destroyForcibly().waitFor();
        }
    }

    /** Kills a writer after so many blocks; the position that it confirmed last. */
    private long killAfter(int blocks) throws IOException, InterruptedException {
        Process process = start();
        long confirmed = 0;
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).startsWith("open");
            for (int i = 0; i < blocks; i++) {
                confirmed = Long.parseLong(output.readLine());
            }
            process.toHandle().destroyForcibly(); // leaves what it has said to be read
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                confirmed = Long.parseLong(line);
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        return confirmed;
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                CrashingWriter.class.getName(),
                                directory.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private long total() {
        CatalogPage names =
                storage.catalog().metricNames(CrashingWriter.TENANT, TestQueries.catalog().build());
        return names.names().stream().mapToLong(name -> count(CrashingWriter.TENANT, name)).sum();
    }
}
