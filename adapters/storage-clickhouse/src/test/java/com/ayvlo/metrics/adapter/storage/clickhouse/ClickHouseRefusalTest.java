package com.ayvlo.metrics.adapter.storage.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ayvlo.metrics.domain.query.QueryBudget;
import com.ayvlo.metrics.domain.storage.Block;
import com.ayvlo.metrics.domain.storage.MetricStorage;
import com.ayvlo.metrics.domain.storage.StorageException;
import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.testkit.Blocks;
import com.ayvlo.metrics.testkit.StorageContract;
import com.ayvlo.metrics.testkit.TestMetric;
import com.ayvlo.metrics.testkit.TestQueries;
import com.ayvlo.metrics.testkit.servers.OwnClickHouse;
import com.ayvlo.metrics.testkit.servers.SlowLine;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.stream.IntStream;

/** The server is there, and refuses or dawdles. What it refused is stored once it does not. */
@Timeout(60)
class ClickHouseRefusalTest implements StorageContract {
    private static OwnClickHouse server;

    private final String database = server.newDatabase();
    private final MetricStorage storage = ClickHouseStorage.open(Storages.config(server, database));
    private final TenantId tenant = freshTenant();
    private final Blocks blocks = Blocks.ofNewNode();
    private final TestMetric sale = TestMetric.of(tenant, "sales");

    @BeforeAll
    static void start() {
        server = OwnClickHouse.start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @Override
    public MetricStorage storage() {
        return storage;
    }

    private MetricStorage openAs(String user, String password) {
        return ClickHouseStorage.open(
                ClickHouseConfig.of(server.host(), server.port(), user, password, database));
    }

    /** Changes settings of the table until {@link #reset}. */
    private void set(String settings) {
        server.execute("ALTER TABLE %s.metrics MODIFY SETTING %s".formatted(database, settings));
    }

    private void reset(String settings) {
        server.execute("ALTER TABLE %s.metrics RESET SETTING %s".formatted(database, settings));
    }

    @Test
    void aWrongPasswordIsUnavailable() {
        try (MetricStorage refused = openAs(server.user(), "wrong-secret")) {
            assertThat(refused.check().status()).isEqualTo(Health.Status.DOWN);
            assertThat(refused.check().detail()).contains("login").doesNotContain("secret");
            assertThatExceptionOfType(StorageException.Unavailable.class)
                    .isThrownBy(() -> refused.writer().lastApplied(blocks.node()));
            assertThatExceptionOfType(StorageException.Unavailable.class)
                    .isThrownBy(() -> names(refused));
        }
    }

    private void names(MetricStorage from) {
        from.catalog().metricNames(tenant, TestQueries.catalog().build());
    }

    @Test
    void aUserWhoMayOnlyReadIsUnavailable() {
        storage.writer().write(blocks.next(sale));
        Block second = blocks.next(sale);
        try (MetricStorage refused = openAs(OwnClickHouse.READER, server.password())) {
            assertThat(refused.check().status()).isEqualTo(Health.Status.DOWN);
            assertThatExceptionOfType(StorageException.Unavailable.class)
                    .isThrownBy(() -> refused.writer().write(second));
        }
    }

    @Test
    void aTableThatMayOnlyBeReadIsUnavailable() {
        storage.writer().write(blocks.next(sale));
        set("table_readonly = 1");
        Block second = blocks.next(sale);

        assertThatExceptionOfType(StorageException.Unavailable.class)
                .isThrownBy(() -> storage.writer().write(second))
                .withMessageContaining("may only be read");
        assertThat(count(tenant, "sales")).isEqualTo(1);

        set("table_readonly = 0");
        storage.writer().write(second);
        assertThat(count(tenant, "sales")).isEqualTo(2);
    }

    @Test
    void aServerWithTooManyPartsIsOverloaded() {
        storage.writer().write(blocks.next(sale));
        server.execute("SYSTEM STOP MERGES %s.metrics".formatted(database));
        set("parts_to_throw_insert = 2, parts_to_delay_insert = 0");
        storage.writer().write(blocks.next(sale));
        Block third = blocks.next(sale);

        assertThatExceptionOfType(StorageException.Overloaded.class)
                .isThrownBy(() -> storage.writer().write(third));
        assertThat(count(tenant, "sales")).isEqualTo(2);

        reset("parts_to_throw_insert, parts_to_delay_insert");
        storage.writer().write(third);
        assertThat(count(tenant, "sales")).isEqualTo(3);
    }

    /** It may be the table of rollups that has no room: the metrics would be there. */
    @Test
    void aServerWithAFullDiskMayHaveKeptTheBlock() {
        storage.writer().write(blocks.next(sale));
        set("min_free_disk_bytes_to_perform_insert = 1000000000000000");
        Block second = blocks.next(sale);

        assertThatExceptionOfType(StorageException.OutcomeUnknown.class)
                .isThrownBy(() -> storage.writer().write(second));
        assertThat(count(tenant, "sales")).isEqualTo(1);

        reset("min_free_disk_bytes_to_perform_insert");
        storage.writer().write(second);
        assertThat(count(tenant, "sales")).isEqualTo(2);
    }

    @Test
    void whatNeedsMoreMemoryThanThereIsFailsWholeAndIsKeptOnceLater() {
        storage.writer().write(blocks.next(sale));
        Block large = blocks.next(sales(100_000));
        try (MetricStorage poor = openAs(OwnClickHouse.POOR, server.password())) {
            assertThatThrownBy(() -> poor.writer().write(large))
                    .isInstanceOfAny(
                            StorageException.OutcomeUnknown.class,
                            StorageException.Overloaded.class);

            storage.writer().write(large);

            assertThatExceptionOfType(StorageException.Overloaded.class)
                    .isThrownBy(
                            () ->
                                    poor.reader()
                                            .aggregate(
                                                    tenant, TestQueries.aggregate("sales").build()))
                    .withMessageContaining("memory");
        }
        assertThat(count(tenant, "sales")).isEqualTo(100_001);
        assertThat(server.execute("SELECT sum(count) FROM %s.rollups".formatted(database)))
                .isEqualTo("100001");
    }

    private TestMetric[] sales(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> sale.with("shop", "s" + i % 1000).value(i))
                .toArray(TestMetric[]::new);
    }

    @Test
    void answersThatAreLateEndAsSoonAsTheTimeOfTheirQuestion() {
        try (SlowLine line = SlowLine.to(server.host(), server.port());
                MetricStorage slow =
                        ClickHouseStorage.open(
                                ClickHouseConfig.of(
                                                server.host(),
                                                line.port(),
                                                server.user(),
                                                server.password(),
                                                database)
                                        .withWriteTimeout(Duration.ofSeconds(1)))) {
            slow.writer().write(blocks.next(sale));
            Block second = blocks.next(sale);
            line.delay(Duration.ofSeconds(2));
            long start = System.nanoTime();

            assertThat(slow.check().status()).isEqualTo(Health.Status.DOWN);
            assertThatExceptionOfType(StorageException.Unavailable.class)
                    .isThrownBy(
                            () ->
                                    slow.reader()
                                            .aggregate(
                                                    tenant,
                                                    TestQueries.aggregate("sales")
                                                            .budget(
                                                                    QueryBudget.of(
                                                                            Duration.ofSeconds(1)))
                                                            .build()));
            assertThatThrownBy(() -> slow.writer().write(second))
                    .isInstanceOf(StorageException.Unavailable.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(6));

            line.delay(Duration.ZERO);
            slow.writer().write(second);
        }
        assertThat(count(tenant, "sales")).isEqualTo(2);
    }
}
