package com.ayvlo.metrics.adapter.storage.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.ayvlo.metrics.domain.query.AggregateRow;
import com.ayvlo.metrics.domain.query.Aggregation;
import com.ayvlo.metrics.domain.query.RollupAnswer;
import com.ayvlo.metrics.domain.query.RollupQuery;
import com.ayvlo.metrics.domain.query.TimeRange;
import com.ayvlo.metrics.domain.storage.Block;
import com.ayvlo.metrics.domain.storage.MetricStorage;
import com.ayvlo.metrics.domain.storage.StorageException;
import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.testkit.Blocks;
import com.ayvlo.metrics.testkit.StorageContract;
import com.ayvlo.metrics.testkit.TestMetric;
import com.ayvlo.metrics.testkit.TestMetrics;
import com.ayvlo.metrics.testkit.TestQueries;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What is particular to a cluster, on two shards. */
@Timeout(120)
class ClickHouseClusterTest implements StorageContract {
    private static final TwoShards SHARDS = TwoShards.shared();

    private final String database = SHARDS.newDatabase();

    @AutoClose
    private final MetricStorage storage = ClickHouseStorage.open(SHARDS.config(database));

    @Override
    public MetricStorage storage() {
        return storage;
    }

    private static List<TenantId> tenants(int count) {
        return Stream.generate(TestMetrics::freshTenant).limit(count).toList();
    }

    /** A metric of each of them. */
    private static TestMetric[] ofAll(List<TenantId> tenants) {
        return tenants.stream()
                .map(tenant -> TestMetric.of(tenant, "sales").value(7))
                .toArray(TestMetric[]::new);
    }

    private LongStream counts(List<TenantId> tenants) {
        return tenants.stream().mapToLong(tenant -> count(tenant, "sales"));
    }

    /** What each shard says about its own part. */
    private List<String> parts(String question) {
        return SHARDS.execute(question.formatted(database));
    }

    @Test
    void rowsLieOnBothShardsAndThoseOfATenantOnOne() {
        List<TenantId> tenants = tenants(40);
        for (int i = 0; i < 3; i++) {
            write(ofAll(tenants));
        }

        List<String> found = parts("SELECT DISTINCT tenant_id FROM %s.metrics_local ORDER BY 1");
        assertThat(found).allSatisfy(some -> assertThat(some).isNotEmpty());
        assertThat(found.stream().flatMap(String::lines))
                .containsExactlyInAnyOrderElementsOf(
                        tenants.stream().map(TenantId::toString).toList());
        assertThat(parts("SELECT DISTINCT tenant_id FROM %s.rollups_local ORDER BY 1"))
                .isEqualTo(found);
        assertThat(counts(tenants)).allMatch(count -> count == 3);
        assertThat(storage.check().status()).isEqualTo(Health.Status.UP);
    }

    @Test
    void answersAreRightWhereverRowsLie() {
        TenantId tenant = freshTenant();
        write(TestMetric.of(tenant, "other"));
        writeHalfToEachShard(tenant);

        AggregateRow row =
                aggregate(tenant, TestQueries.aggregate("sales").only("count", "sum", "p50", "p99"))
                        .getFirst();
        assertThat(row.count()).isEqualTo(1000);
        assertThat(IntStream.range(0, 4).mapToDouble(row::value))
                .containsExactly(1000.0, 499_500.0, 499.5, 989.01);
        assertThat(rollup(tenant).rows())
                .singleElement()
                .matches(hour -> hour.count() == 1000 && hour.value(1) == 499_500);
        assertThat(rows(tenant, "sales")).hasSize(1000);
        assertThat(names(tenant)).containsExactly("other", "sales");
    }

    /** The values 0 to 999, where no block would put all of them. */
    private void writeHalfToEachShard(TenantId tenant) {
        for (int shard = 0; shard < 2; shard++) {
            SHARDS.cluster()
                    .shards()
                    .get(shard)
                    .execute(
                            """
                            INSERT INTO %s.metrics_local (tenant_id, metric_name, timestamp, value)
                            SELECT '%s', 'sales', toDateTime64('2025-01-15 10:00:00', 3, 'UTC'),
                              2 * number + %d FROM numbers(500)
                            """
                                    .formatted(database, tenant, shard));
        }
    }

    private RollupAnswer rollup(TenantId tenant) {
        return storage.rollups()
                .hours(
                        tenant,
                        new RollupQuery(
                                TestMetric.of(tenant, "sales").name(),
                                new TimeRange(
                                        TestMetric.START, TestMetric.START.plusSeconds(36_000)),
                                List.of(Aggregation.Simple.COUNT, Aggregation.Simple.SUM),
                                TestQueries.BUDGET));
    }

    @Test
    void aBlockThatIsRepeatedUnderItsTokenChangesNothing() {
        Block block = Blocks.ofNewNode().next(ofAll(tenants(40)));
        storage.writer().write(block);
        List<String> before = parts("SELECT count() FROM %s.metrics_local");

        parts("TRUNCATE TABLE %s.positions_local");
        storage.writer().write(block);

        assertThat(parts("SELECT count() FROM %s.metrics_local")).isEqualTo(before);
        assertThat(parts("SELECT sum(count) FROM %s.rollups_local")).isEqualTo(before);
    }

    @Test
    void aBlockOfWhichAShardHasRefusedItsPartIsCompletedByItsRepeat() {
        Blocks blocks = Blocks.ofNewNode();
        List<TenantId> tenants = tenants(20);
        storage.writer().write(blocks.next(ofAll(tenants)));
        Block second = blocks.next(ofAll(tenants));
        String table = database + ".metrics_local";
        SHARDS.cluster().shards().getLast().execute("DETACH TABLE " + table + " SYNC");

        assertThatExceptionOfType(StorageException.OutcomeUnknown.class)
                .isThrownBy(() -> storage.writer().write(second));
        SHARDS.cluster().shards().getLast().execute("ATTACH TABLE " + table);
        storage.writer().write(second);

        assertThat(counts(tenants)).allMatch(count -> count == 2);
        assertThat(storage.writer().lastApplied(blocks.node())).isEqualTo(40);
    }

    @Test
    void aShardThatIsAwayIsUnavailableAndComesBack() {
        List<TenantId> tenants = tenants(10);
        Blocks blocks = Blocks.ofNewNode();
        storage.writer().write(blocks.next(ofAll(tenants)));
        Block second = blocks.next(ofAll(tenants));
        SHARDS.cluster().shards().getLast().kill();
        try {
            assertThatExceptionOfType(StorageException.Unavailable.class)
                    .isThrownBy(() -> storage.writer().write(second));
            for (TenantId tenant : tenants) {
                assertThatExceptionOfType(StorageException.Unavailable.class)
                        .isThrownBy(() -> count(tenant, "sales"));
            }
            assertThat(storage.check().status()).isEqualTo(Health.Status.DOWN);
        } finally {
            SHARDS.cluster().shards().getLast().restart();
        }

        storage.writer().write(second);
        assertThat(counts(tenants)).allMatch(count -> count == 2);
        assertThat(storage.check().status()).isEqualTo(Health.Status.UP);
    }

    @Test
    void aDeletionReachesBothShards() {
        TenantId tenant = freshTenant();
        TestMetric later = TestMetric.of(tenant, "sales").at(TestMetric.START.plusSeconds(7200));
        write(later, later.of(freshTenant()).at(TestMetric.START));
        writeHalfToEachShard(tenant);

        long deleted = storage.retention().deleteBefore(tenant, TestMetric.START.plusSeconds(3600));

        assertThat(deleted).isEqualTo(1000);
        assertThat(sum("SELECT count() FROM %s.metrics_local")).isEqualTo(2);
        assertThat(sum("SELECT sum(count) FROM %s.rollups_local")).isEqualTo(2);
        assertThat(count(tenant, "sales")).isEqualTo(1);
    }

    private long sum(String question) {
        return parts(question).stream().mapToLong(Long::parseLong).sum();
    }

    @Test
    void aNewShardGetsItsTables() {
        write(TestMetric.of(freshTenant(), "sales"));
        SHARDS.cluster().shards().getLast().execute("DROP DATABASE %s SYNC".formatted(database));

        try (MetricStorage later = ClickHouseStorage.open(SHARDS.config(database))) {
            later.writer().write(Blocks.ofNewNode().next(ofAll(tenants(40))));
        }

        assertThat(parts("SELECT count() > 0 FROM %s.metrics_local")).containsExactly("1", "1");
    }

    @Test
    void tablesThatAreThereAreNotMadeAgain() {
        write(TestMetric.of(freshTenant(), "sales"));
        int before = SHARDS.queue().statements().size();

        try (MetricStorage later = ClickHouseStorage.open(SHARDS.config(database))) {
            later.writer().write(Blocks.ofNewNode().next(TestMetric.of(freshTenant(), "sales")));
        }

        assertThat(SHARDS.queue().statements()).hasSize(before);
    }

    @Test
    void tablesThatLieOtherwiseAreRefused() {
        String single = SHARDS.newDatabase();
        try (MetricStorage storage1 = ClickHouseStorage.open(SHARDS.singleServer(single));
                MetricStorage onCluster = ClickHouseStorage.open(SHARDS.config(single));
                MetricStorage onOne = ClickHouseStorage.open(SHARDS.singleServer(database))) {
            write(TestMetric.of(freshTenant(), "sales"));
            storage1.writer().write(Blocks.ofNewNode().next(TestMetric.of(freshTenant(), "sales")));

            for (MetricStorage wrong : List.of(onCluster, onOne)) {
                assertThatExceptionOfType(StorageException.Unavailable.class)
                        .isThrownBy(() -> wrong.writer().lastApplied(Blocks.ofNewNode().node()))
                        .withMessageContaining("tables that are not for");
            }
        }
    }

    @Test
    void aClusterThatTheServersDoNotKnowIsUnavailable() {
        try (MetricStorage wrong =
                ClickHouseStorage.open(SHARDS.config(database).withCluster("nobody"))) {
            assertThat(wrong.check().status()).isEqualTo(Health.Status.DOWN);
            assertThatExceptionOfType(StorageException.Unavailable.class)
                    .isThrownBy(() -> wrong.writer().lastApplied(Blocks.ofNewNode().node()));
        }
    }

    /** As docs/operations.md tells it. */
    @Test
    void whatASingleServerHasCanBeTakenOver() throws IOException {
        String single = SHARDS.newDatabase();
        List<TenantId> tenants = tenants(40);
        Blocks blocks = Blocks.ofNewNode();
        TestMetric[] metrics = ofAll(tenants);
        Block block = blocks.next(metrics);
        try (MetricStorage before = ClickHouseStorage.open(SHARDS.singleServer(single))) {
            before.writer().write(block);
            before.writer().write(blocks.next(metrics[3], metrics[3]));
        }
        storage.writer().lastApplied(blocks.node());

        for (String statement : Takeover.statements(single, database)) {
            SHARDS.cluster().shards().getFirst().execute(statement);
        }

        assertThat(count(tenants.get(3), "sales")).isEqualTo(3);
        assertThat(parts("SELECT sum(count) FROM %s.rollups_local"))
                .isEqualTo(parts("SELECT count() FROM %s.metrics_local"));
        assertThat(storage.writer().lastApplied(blocks.node())).isEqualTo(42);
        storage.writer().write(block);
        assertThat(count(tenants.get(3), "sales")).isEqualTo(3);
        assertThat(names(tenants.getLast())).containsExactly("sales");
    }

    @Test
    void everyStatementSaysWhatDurabilityNeeds() {
        Map<String, String> found = new HashMap<>();
        Sql asked =
                Sql.ofNoTenant(
                        "SELECT name, value FROM system.settings WHERE name IN"
                                + " ('distributed_foreground_insert', 'insert_quorum',"
                                + " 'load_balancing', 'skip_unavailable_shards')");
        try (ClickHouseSession session =
                new ClickHouseSession(new ServerConnection(SHARDS.config(database)))) {
            session.select(asked, Duration.ofSeconds(30), row -> found.put(row.text(), row.text()));
        }

        assertThat(found)
                .containsEntry("distributed_foreground_insert", "1")
                .containsEntry("insert_quorum", "auto")
                .containsEntry("load_balancing", "in_order")
                .containsEntry("skip_unavailable_shards", "0");
    }
}
