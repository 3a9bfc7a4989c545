package com.ayvlo.metrics.adapter.setaside.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ayvlo.metrics.domain.journal.JournalException;
import com.ayvlo.metrics.domain.metric.MetricBatch;
import com.ayvlo.metrics.domain.storage.BlockToken;
import com.ayvlo.metrics.domain.storage.NodeId;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.testkit.TestMetric;
import com.ayvlo.metrics.testkit.TestMetrics;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

class FileSetAsideTest {
    private static final BlockToken TOKEN = new BlockToken(new NodeId(new UUID(1, 2)), 5, 9, 0, 0);

    @TempDir Path directory;

    private final TenantId tenant = TestMetrics.freshTenant();

    @Test
    void keepsWhatIsNeededToSendItAgain() throws IOException {
        new FileSetAside(directory.resolve("new")).keep(TOKEN, batch("say \"hi\"\n"), "too odd");

        assertThat(lines(directory.resolve("new")))
                .containsExactly(
                        "{\"refused_because\":\"too odd\"}",
                        "{\"tenant\":\"%s\",\"metric_name\":\"revenue\",\"value\":2.5,"
                                        .formatted(tenant)
                                + "\"timestamp\":\"2025-01-15T10:30:00Z\","
                                + "\"dimensions\":{\"note\":\"say \\\"hi\\\"\\n\"},"
                                + "\"metadata\":{\"source\":\"stripe\"}}");
    }

    @Test
    void replacesWhatItKeptOfTheSameBlock() throws IOException {
        FileSetAside setAside = new FileSetAside(directory);
        setAside.keep(TOKEN, batch("first"), "once");
        setAside.keep(TOKEN, batch("second"), "twice");

        assertThat(lines(directory)).hasSize(2).anyMatch(line -> line.contains("second"));
    }

    @Test
    void saysSoWhenItCannotKeepThem() throws IOException {
        Path file = Files.writeString(directory.resolve("in-the-way"), "");

        assertThatThrownBy(() -> new FileSetAside(file).keep(TOKEN, batch("any"), "why"))
                .isInstanceOf(JournalException.Stopped.class)
                .hasMessageContaining("in-the-way");
    }

    private MetricBatch batch(String note) {
        return TestMetrics.batch(
                TestMetric.of(tenant, "revenue")
                        .at("2025-01-15T10:30:00Z")
                        .value(2.5)
                        .with("note", note)
                        .metadata("source", "stripe"));
    }

    private static List<String> lines(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return Files.readAllLines(files.reduce((a, b) -> null).orElseThrow());
        }
    }
}
