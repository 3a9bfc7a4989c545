package com.ayvlo.metrics.adapter.storage.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ayvlo.metrics.testkit.servers.ClickHouseServer;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.Stream;

/** What is said to a cluster that can execute it: the real engine reads it, but has no replicas. */
class ShardedClusterTest {
    private static final TableLayout CLUSTER = new ShardedCluster("main-1", "metrics");

    private static List<String> statements() {
        return Stream.of(
                        Stream.of(CLUSTER.database()),
                        ClickHouseSchema.statements(CLUSTER).stream(),
                        Stream.of(
                                "DELETE FROM %s IN PARTITION ID '202501' WHERE value > 1"
                                        .formatted(CLUSTER.deleted("metrics"))))
                .flatMap(some -> some)
                .toList();
    }

    private static String read(String statement) {
        return ClickHouseServer.shared()
                .execute(
                        "SELECT formatQuerySingleLine('%s') FORMAT TSVRaw"
                                .formatted(statement.replace("\\", "\\\\").replace("'", "\\'")));
    }

    @Test
    void everyStatementIsReadByTheEngineAndSaysWhere() {
        assertThat(statements())
                .hasSize(17)
                .allSatisfy(
                        statement -> {
                            assertThat(read(statement)).contains(" ON CLUSTER `main-1`");
                            assertThat(statement).doesNotContain("{sharded", "{local", "{window");
                            assertThatThrownBy(
                                            () ->
                                                    read(
                                                            statement.replace(
                                                                    "ON CLUSTER", "ON CLSTER")))
                                    .hasMessageContaining("SYNTAX_ERROR");
                        });
    }

    @Test
    void everyTableOfRowsIsReplicatedAndStandsForAllParts() {
        assertThat(statements().stream().filter(one -> one.contains("MergeTree(")))
                .hasSize(5)
                .allMatch(one -> one.contains("_local ON CLUSTER"))
                .allMatch(one -> one.contains("ENGINE = Replicated"))
                .allMatch(one -> one.contains("'/clickhouse/tables/main-1/{shard}/metrics/"))
                .allMatch(one -> one.contains("_local', '{replica}')"));
        assertThat(statements().stream().filter(one -> one.contains("Distributed(")))
                .contains(
                        "CREATE TABLE IF NOT EXISTS metrics ON CLUSTER `main-1` AS metrics_local"
                                + " ENGINE = Distributed('main-1', 'metrics', 'metrics_local',"
                                + " sipHash64(tenant_id))")
                .hasSize(5);
        assertThat(statements().stream().filter(one -> one.contains("_window_seconds"))).hasSize(2);
    }

    @Test
    void aSingleServerIsToldNothingOfClusters() {
        assertThat(ClickHouseSchema.statements(new SingleServer("metrics")))
                .hasSize(10)
                .allSatisfy(
                        one ->
                                assertThat(one)
                                        .doesNotContain(
                                                "{", "}", "CLUSTER", "Replicated", "_local"));
    }
}
