package com.ayvlo.metrics.adapter.storage.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ayvlo.metrics.domain.query.QueryBudget;
import com.ayvlo.metrics.domain.storage.Block;
import com.ayvlo.metrics.domain.storage.MetricStorage;
import com.ayvlo.metrics.domain.storage.RollupReader;
import com.ayvlo.metrics.domain.storage.StorageException;
import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.testkit.Blocks;
import com.ayvlo.metrics.testkit.StorageContract;
import com.ayvlo.metrics.testkit.TestMetric;
import com.ayvlo.metrics.testkit.TestQueries;
import com.ayvlo.metrics.testkit.servers.OwnClickHouse;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/** Bad days: the server is away, killed or paused. */
@Timeout(120)
class ClickHouseOutageTest implements StorageContract {
    @AutoClose private final OwnClickHouse server = OwnClickHouse.start();

    private final String database = server.newDatabase();
    private final MetricStorage storage =
            ClickHouseStorage.open(
                    Storages.config(server, database).withWriteTimeout(Duration.ofSeconds(3)));

    @AfterEach
    void close() {
        storage.close();
    }

    @Override
    public MetricStorage storage() {
        return storage;
    }

    @Test
    void aServerThatIsAwayIsUnavailableAndComesBack() {
        TenantId tenant = freshTenant();
        Block block = Blocks.ofNewNode().next(TestMetric.of(tenant, "sales"));
        server.kill();

        assertThatExceptionOfType(StorageException.Unavailable.class)
                .isThrownBy(() -> storage.writer().write(block));
        assertThatExceptionOfType(StorageException.Unavailable.class)
                .isThrownBy(() -> count(tenant, "sales"));
        assertThat(storage.check().status()).isEqualTo(Health.Status.DOWN);
        server.restart();

        assertThat(storage.check().status()).isEqualTo(Health.Status.UP);
        storage.writer().write(block);
        assertThat(count(tenant, "sales")).isEqualTo(1);
    }

    @Test
    void aServerThatIsKilledUnderUseKeepsEveryBlockOnce() throws Exception {
        TenantId tenant = freshTenant();
        AtomicBoolean done = new AtomicBoolean();
        long written;
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<Long> writing = thread.submit(() -> writeUntil(tenant, done));
            for (int kill = 0; kill < 4; kill++) {
                long before = storedNow(tenant);
                while (storedNow(tenant) < before + 2000) {
                    Thread.onSpinWait();
                }
                server.kill();
                server.restart();
            }
            done.set(true);
            written = writing.get();
        }

        assertThat(count(tenant, "sales")).isEqualTo(written);
        assertThat(server.execute("SELECT sum(count) FROM %s.rollups".formatted(database)))
                .isEqualTo(Long.toString(written));
    }

    /** Writes block after block as the service does: each until it is confirmed. */
    private long writeUntil(TenantId tenant, AtomicBoolean done) {
        Blocks blocks = Blocks.ofNewNode();
        TestMetric sale = TestMetric.of(tenant, "sales");
        while (!done.get()) {
            Block block =
                    blocks.next(
                            IntStream.range(0, 500)
                                    .mapToObj(i -> sale.with("shop", "s" + i % 5).value(i))
                                    .toArray(TestMetric[]::new));
            while (!wrote(block)) {
                Thread.onSpinWait();
            }
        }
        return blocks.last();
    }

    private boolean wrote(Block block) {
        try {
            storage.writer().write(block);
            return true;
        } catch (StorageException.Unsupported failure) {
            throw failure;
        } catch (StorageException _) {
            return false;
        }
    }

    private long storedNow(TenantId tenant) {
        try {
            return count(tenant, "sales");
        } catch (StorageException _) {
            return 0;
        }
    }

    @Test
    void aPausedServerIsUnavailableAndComesBack() {
        TenantId tenant = freshTenant();
        Blocks blocks = Blocks.ofNewNode();
        TestMetric sale = TestMetric.of(tenant, "sales");
        storage.writer().write(blocks.next(sale));
        Block second = blocks.next(sale);
        QueryBudget second1 = QueryBudget.of(Duration.ofSeconds(1));
        server.pause();
        long start = System.nanoTime();
        try {
            assertThatExceptionOfType(StorageException.Unavailable.class)
                    .isThrownBy(
                            () ->
                                    aggregate(
                                            tenant,
                                            TestQueries.aggregate("sales").budget(second1)));
            assertThat(storage.check().status()).isEqualTo(Health.Status.DOWN);
            assertThatThrownBy(() -> storage.writer().write(second))
                    .isInstanceOf(StorageException.Unavailable.class);
        } finally {
            server.resume();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));

        storage.writer().write(second);
        assertThat(count(tenant, "sales")).isEqualTo(2);
        assertThat(storage.check().status()).isEqualTo(Health.Status.UP);
    }

    @Test
    void aRowFilterOfTheServerSeesTheTenant() {
        server.execute("CREATE DATABASE " + OwnClickHouse.FILTERED);
        ClickHouseConfig config =
                ClickHouseConfig.of(
                        server.host(),
                        server.port(),
                        OwnClickHouse.FILTERED,
                        server.password(),
                        OwnClickHouse.FILTERED);
        TenantId tenant = freshTenant();
        TestMetric sale = TestMetric.of(tenant, "sales");
        try (MetricStorage filtered =
                        ClickHouseStorage.open(config.withRowFilter("setting:log_comment"));
                MetricStorage untold = ClickHouseStorage.open(config)) {
            filtered.writer().write(Blocks.ofNewNode().next(sale, sale.of(freshTenant())));

            assertThat(names(filtered, tenant)).containsExactly("sales");
            assertThat(names(untold, tenant)).isEmpty();
            // The filter has kept the block out of the rollups: nobody may believe them.
            assertThat(filtered.rollups()).isSameAs(RollupReader.NONE);
        }
    }

    private static List<String> names(MetricStorage from, TenantId tenant) {
        return from.catalog().metricNames(tenant, TestQueries.catalog().build()).names();
    }
}
