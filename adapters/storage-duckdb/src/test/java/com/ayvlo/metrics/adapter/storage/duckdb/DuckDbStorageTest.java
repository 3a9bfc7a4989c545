package com.ayvlo.metrics.adapter.storage.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.metric.Metadata;
import com.ayvlo.metrics.domain.metric.MetricBatch;
import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.metric.Series;
import com.ayvlo.metrics.domain.query.QueryBudget;
import com.ayvlo.metrics.domain.query.RawRow;
import com.ayvlo.metrics.domain.storage.Block;
import com.ayvlo.metrics.domain.storage.BlockToken;
import com.ayvlo.metrics.domain.storage.MetricStorage;
import com.ayvlo.metrics.domain.storage.NodeId;
import com.ayvlo.metrics.domain.storage.StorageException;
import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.testkit.Blocks;
import com.ayvlo.metrics.testkit.StorageContract;
import com.ayvlo.metrics.testkit.TestMetric;
import com.ayvlo.metrics.testkit.TestQueries;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** What is particular to DuckDB. */
@Timeout(60)
class DuckDbStorageTest implements StorageContract {
    private static final Sql ENDLESS =
            new Sql().add("SELECT count(*) FROM range(1000000000000) numbers(x) WHERE x % 7 = 3");

    @TempDir Path directory;
    private DuckDbStorage storage;

    @BeforeEach
    void open() {
        storage = DuckDbStorage.open(DuckDbConfig.defaults(directory), InstantSource.system());
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @Override
    public MetricStorage storage() {
        return storage;
    }

    @Test
    void aBlockThatFailsLeavesNothingBehind() {
        TenantId tenant = freshTenant();
        Blocks blocks = Blocks.ofNewNode();
        TestMetric sale = TestMetric.of(tenant, "sales").with("shop", "a");
        Block block = blocks.next(sale.metadata("by", "card"), sale, sale.with("shop", "b"));
        execute("ALTER TABLE samples ALTER COLUMN metadata SET NOT NULL");

        assertThatExceptionOfType(StorageException.Unsupported.class)
                .isThrownBy(() -> storage.writer().write(block))
                .havingCause()
                .withMessageContaining("NOT NULL constraint failed");
        assertThat(storage.writer().lastApplied(blocks.node())).isZero();
        assertThat(names(tenant)).isEmpty();
        assertThat(countOf("series") + countOf("names") + countOf("samples")).isZero();

        execute("ALTER TABLE samples ALTER COLUMN metadata DROP NOT NULL");
        write(TestMetric.of(tenant, "visits"));
        assertThat(countOf("series")).isEqualTo(1);
        assertThat(countOf("names")).isEqualTo(1);

        storage.writer().write(block);
        write(sale, sale.with("shop", "c"));
        assertThat(rows(tenant, TestQueries.raw("sales").filter("shop", "a"))).hasSize(3);
        assertThat(count(tenant, "sales")).isEqualTo(5);
        assertThat(names(tenant)).containsExactly("sales", "visits");
        assertThat(countOf("series")).isEqualTo(4);
        assertThat(countOf("names")).isEqualTo(2);
    }

    @Test
    void theNumbersOfTwoDictionariesAreKeptApart() {
        TenantId tenant = freshTenant();
        NodeId node = Blocks.ofNewNode().node();
        Series[] series = new Series[4];
        for (int i = 0; i < series.length; i++) {
            series[i] = series(i % 2, tenant, "m" + i);
        }
        for (int i = 0; i < 12; i++) {
            storage.writer().write(block(node, i + 1, series[i % 4]));
        }

        for (int i = 0; i < series.length; i++) {
            assertThat(rows(tenant, "m" + i))
                    .extracting(RawRow::dimensions)
                    .containsOnly(series[i].dimensions())
                    .hasSize(3);
        }
    }

    @Test
    void anOddNumberOfASeriesTakesNoMemory() {
        TenantId tenant = freshTenant();
        NodeId node = Blocks.ofNewNode().node();
        Series odd = series(Integer.MAX_VALUE, tenant, "odd");

        storage.writer().write(block(node, 1, odd));
        storage.writer().write(block(node, 2, odd));

        assertThat(rows(tenant, "odd")).hasSize(2);
        assertThat(countOf("series")).isEqualTo(1);
    }

    @Test
    void refusesABlockThatWasCutAnew() {
        TenantId tenant = freshTenant();
        NodeId node = Blocks.ofNewNode().node();
        Series sale = series(0, tenant, "sales");
        storage.writer().write(block(new BlockToken(node, 1, 2, 0, 0), sale));

        for (BlockToken token :
                List.of(
                        new BlockToken(node, 1, 3, 0, 0),
                        new BlockToken(node, 2, 4, 0, 0),
                        new BlockToken(node, 1, 2, 0, 1),
                        new BlockToken(node, 2, 2, 1, 0))) {
            assertThatExceptionOfType(StorageException.Unsupported.class)
                    .isThrownBy(() -> storage.writer().write(block(token, sale)))
                    .withMessageContaining("cut anew");
        }
        assertThat(count(tenant, "sales")).isEqualTo(2);
        assertThat(storage.writer().lastApplied(node)).isEqualTo(2);
    }

    @Test
    void aNodeMaySkipPositions() {
        TenantId tenant = freshTenant();
        NodeId node = Blocks.ofNewNode().node();
        Series sale = series(0, tenant, "sales");

        storage.writer().write(block(node, 1, sale));
        storage.writer().write(block(node, 100, sale));

        assertThat(count(tenant, "sales")).isEqualTo(2);
        assertThat(storage.writer().lastApplied(node)).isEqualTo(100);
    }

    @Test
    void sumsWhatCancelsOrOverflowsOnTheWay() {
        TenantId tenant = freshTenant();
        TestMetric m = TestMetric.of(tenant, "m").with("k", "cancels");
        TestMetric over = m.with("k", "overflows");
        TestMetric back = m.with("k", "returns");
        double max = Double.MAX_VALUE;
        write(m.value(1e16), m.value(1), m.value(-1e16), m.with("k", "plain").value(0.1));
        write(over.value(max), over.value(max));
        write(back.value(max), back.value(max), back.value(-max), back.value(-max), back.value(4));

        assertThat(aggregate(tenant, TestQueries.aggregate("m").groupBy("k").only("sum", "avg")))
                .extracting(row -> List.of(row.value(0), row.value(1)))
                .containsExactly(
                        List.of(1.0, 1.0 / 3),
                        List.of(Double.POSITIVE_INFINITY, max),
                        List.of(0.1, 0.1),
                        List.of(4.0, 0.8));
        assertThat(aggregate(tenant, TestQueries.aggregate("m").filter("k", "plain")))
                .first()
                .satisfies(row -> assertThat(row.value(1)).isCloseTo(0.1, within(1e-12)));
    }

    @Test
    void refusesASecondStorageOnTheSameFile() {
        write(TestMetric.of(freshTenant(), "sales"));

        try (DuckDbStorage second =
                DuckDbStorage.open(DuckDbConfig.defaults(directory), InstantSource.system())) {
            assertThatExceptionOfType(StorageException.Unavailable.class)
                    .isThrownBy(() -> second.writer().lastApplied(Blocks.ofNewNode().node()));
            assertThat(second.check().status()).isEqualTo(Health.Status.DOWN);
            assertThat(second.check().detail())
                    .isEqualTo("cannot open metrics.duckdb: this process has already opened it");
        }
        assertThat(storage.check().status()).isEqualTo(Health.Status.UP);
    }

    @Test
    void opensOnceTheObstacleIsGone() throws Exception {
        Path obstacle = directory.resolve("not-a-directory");
        Files.createFile(obstacle);
        try (DuckDbStorage blocked =
                DuckDbStorage.open(DuckDbConfig.defaults(obstacle), InstantSource.system())) {
            NodeId node = Blocks.ofNewNode().node();
            assertThatExceptionOfType(StorageException.Unavailable.class)
                    .isThrownBy(() -> blocked.writer().lastApplied(node));
            assertThat(blocked.check().status()).isEqualTo(Health.Status.DOWN);

            Files.delete(obstacle);
            await(() -> blocked.check().status() == Health.Status.UP);

            assertThat(blocked.writer().lastApplied(node)).isZero();
            assertThat(blocked.check().status()).isEqualTo(Health.Status.UP);
        }
    }

    @Test
    void opensAgainAfterAFailureThatDuckDbDoesNotGetOver() {
        TenantId tenant = freshTenant();
        write(TestMetric.of(tenant, "sales"));

        breakDown();

        write(TestMetric.of(tenant, "sales"));
        assertThat(count(tenant, "sales")).isEqualTo(2);
    }

    @Test
    void aQueryThatComesTooLateForAFileThatWasClosedEndsAtOnce() {
        write(TestMetric.of(freshTenant(), "sales"));
        DuckDbSession closed = storage.database().current();
        breakDown();
        write(TestMetric.of(freshTenant(), "sales"));
        QueryThreads threads = new QueryThreads("late-", 1);

        assertThatExceptionOfType(StorageException.Unavailable.class)
                .isThrownBy(() -> threads.answer(closed, Duration.ofSeconds(5), run -> run));
        threads.close();
    }

    private void breakDown() {
        assertThatExceptionOfType(StorageException.Unavailable.class)
                .isThrownBy(
                        () ->
                                storage.database()
                                        .write(
                                                session -> {
                                                    throw new SQLException("FATAL Error: planted");
                                                }));
    }

    @Test
    void checkIsDegradedWhileTheDiskIsFull() {
        assertThatExceptionOfType(StorageException.Overloaded.class)
                .isThrownBy(
                        () ->
                                storage.database()
                                        .store(
                                                session -> {
                                                    throw new SQLException(
                                                            "IO Error: No space left on device");
                                                }));
        assertThat(storage.check())
                .isEqualTo(
                        Health.degraded(
                                "the last block was not stored: the disk of DuckDB is full"));

        write(TestMetric.of(freshTenant(), "sales"));
        assertThat(storage.check().status()).isEqualTo(Health.Status.UP);
    }

    @Test
    void stopsAQueryAtItsTimeout() {
        long start = System.nanoTime();

        assertThatExceptionOfType(StorageException.TimedOut.class)
                .isThrownBy(() -> runEndless(Duration.ofMillis(200)));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        assertThatReadersAreFree();
    }

    @Test
    void stopsAQueryWhoseCallerIsInterrupted() throws Exception {
        AtomicLong stoppedAfter = new AtomicLong();
        CountDownLatch ended = new CountDownLatch(1);
        Thread caller =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        runEndless(Duration.ofMinutes(10));
                                    } catch (StorageException.TimedOut e) {
                                        stoppedAfter.set(System.nanoTime());
                                    }
                                    ended.countDown();
                                });
        await(() -> runningQueries() > 0);
        long start = System.nanoTime();
        caller.interrupt();
        ended.await();

        assertThat(Duration.ofNanos(stoppedAfter.get() - start)).isLessThan(Duration.ofSeconds(1));
        assertThatReadersAreFree();
    }

    @Test
    void closeStopsQueries() throws Exception {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = callers.submit(() -> runEndless(Duration.ofMinutes(10)));
            await(() -> runningQueries() > 0);

            storage.close();

            assertThatThrownBy(running::get).hasCauseInstanceOf(StorageException.class);
        }
    }

    @Test
    void checkAnswersWhileAllReadersAreBusy() throws Exception {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> queries = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                queries.add(callers.submit(() -> runEndless(Duration.ofSeconds(2))));
            }
            await(() -> runningQueries() == 2);

            assertThat(storage.check().status()).isEqualTo(Health.Status.UP);
            assertThat(storage.check().detail()).matches("DuckDB 2\\S+, .* MB in metrics.duckdb");
            assertThat(queries).noneMatch(Future::isDone);
        }
    }

    @Test
    void sweepsSeriesWithoutMetricsWhenItOpens() {
        TenantId tenant = freshTenant();
        TestMetric old = TestMetric.of(tenant, "old").with("shop", "a");
        Instant cutoff = Instant.parse("2025-01-01T00:00:00Z");
        write(old.at("2024-01-01T00:00:00Z"), TestMetric.of(tenant, "new").with("shop", "b"));
        storage.retention().deleteBefore(tenant, cutoff);
        close();
        open();

        assertThat(countOf("series")).isEqualTo(1);
        assertThat(countOf("names")).isEqualTo(1);
        write(old, TestMetric.of(tenant, "new").with("shop", "b"));
        assertThat(rows(tenant, "old")).containsExactly(old.row());
        assertThat(count(tenant, "new")).isEqualTo(2);
        assertThat(countOf("series")).isEqualTo(2);
    }

    @Test
    void theViewShowsWhatIsStored() {
        TenantId tenant = freshTenant();
        write(TestMetric.of(tenant, "sales").with("a", "b").with("b", "c").value(2));

        String[] shown = {""};
        storage.database()
                .query(
                        Duration.ofSeconds(10),
                        run -> {
                            run.select(
                                    new Sql()
                                            .add("SELECT tenant, metric_name, value,")
                                            .add(" dimensions::VARCHAR FROM metrics"),
                                    row ->
                                            shown[0] =
                                                    "%s %s %s %s"
                                                            .formatted(
                                                                    row.getString(1),
                                                                    row.getString(2),
                                                                    row.getString(3),
                                                                    row.getString(4)));
                            return shown;
                        });

        assertThat(shown[0]).isEqualTo(tenant + " sales 2.0 {a=b, b=c}");
    }

    private long runEndless(Duration timeout) {
        long[] count = {0};
        return storage.database()
                .query(
                        timeout,
                        run -> {
                            run.select(ENDLESS, row -> count[0] = row.getLong(1));
                            return count[0];
                        });
    }

    private void assertThatReadersAreFree() {
        TenantId tenant = freshTenant();
        write(TestMetric.of(tenant, "free"));
        for (int i = 0; i < 4; i++) {
            assertThat(
                            aggregate(
                                    tenant,
                                    TestQueries.aggregate("free")
                                            .budget(QueryBudget.of(Duration.ofSeconds(5)))))
                    .hasSize(1);
        }
    }

    private void execute(String sql) {
        storage.database()
                .write(
                        session -> {
                            session.execute(sql);
                            return sql;
                        });
    }

    private long countOf(String table) {
        long[] count = {0};
        storage.database()
                .query(
                        Duration.ofSeconds(10),
                        run -> {
                            run.select(
                                    new Sql().add("SELECT count(*) FROM " + table),
                                    row -> count[0] = row.getLong(1));
                            return count;
                        });
        return count[0];
    }

    private static Series series(int id, TenantId tenant, String name) {
        return new Series(
                id, tenant, new MetricName(name), Dimensions.of(Map.of("of", "the " + name)));
    }

    private static Block block(NodeId node, long position, Series series) {
        return block(new BlockToken(node, position, position, position, 0), series);
    }

    private static Block block(BlockToken token, Series series) {
        MetricBatch.Builder metrics = new MetricBatch.Builder();
        for (long position = token.first(); position <= token.last(); position++) {
            metrics.add(series, position, 1, Metadata.NONE);
        }
        return new Block(token, Instant.EPOCH, metrics.build());
    }

    /** Queries that DuckDB is busy with: their threads are in native code. */
    private static long runningQueries() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().startsWith("duckdb-reader-"))
                .filter(
                        thread ->
                                thread.getValue().length > 0
                                        && thread.getValue()[0].isNativeMethod()
                                        && thread.getKey().getState() == Thread.State.RUNNABLE)
                .count();
    }

    private static void await(BooleanSupplier condition) {
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadlineNanos);
            Thread.onSpinWait();
        }
    }
}
