package com.ayvlo.metrics.adapter.storage.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.storage.MetricStorage;
import com.ayvlo.metrics.domain.storage.NodeId;
import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.testkit.Blocks;
import com.ayvlo.metrics.testkit.TestMetric;
import com.ayvlo.metrics.testkit.TestMetrics;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.UUID;

/** What a journal may rely on when it forgets what is secured. */
class DamagedLogTest {
    private static final String FILE = "metrics.duckdb";
    private static final String LOG = FILE + ".wal";

    @TempDir Path directory;
    @TempDir Path crashed;

    private final TenantId tenant = TestMetrics.freshTenant();
    private final NodeId node = new NodeId(UUID.randomUUID());

    @Test
    void whatIsSecuredIsThereWithoutTheLog() throws IOException {
        try (MetricStorage storage = open(directory)) {
            storage.writer().write(Blocks.of(node).next(TestMetric.of(tenant, "sales")));
        }
        try (MetricStorage storage = open(directory)) {
            assertThat(storage.writer().secured(node)).isEqualTo(1);
            storage.writer().write(Blocks.after(node, 1).next(TestMetric.of(tenant, "sales")));
            assertThat(storage.writer().lastApplied(node)).isEqualTo(2);
            assertThat(storage.writer().secured(node)).isEqualTo(1);
            copyAsIfKilled();
        }
        flipAByte(crashed.resolve(LOG));

        try (MetricStorage storage = open(crashed)) {
            assertThat(storage.writer().lastApplied(node)).isEqualTo(1);
            assertThat(storage.check().status()).isEqualTo(Health.Status.UP);
            storage.writer().write(Blocks.after(node, 1).next(TestMetric.of(tenant, "sales")));
            assertThat(storage.writer().lastApplied(node)).isEqualTo(2);
        }
    }

    private static MetricStorage open(Path directory) {
        return DuckDbStorage.open(DuckDbConfig.defaults(directory), InstantSource.system());
    }

    private void copyAsIfKilled() throws IOException {
        for (String file : new String[] {FILE, LOG}) {
            Files.copy(
                    directory.resolve(file),
                    crashed.resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void flipAByte(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }
}
