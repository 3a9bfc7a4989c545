package com.ayvlo.metrics.adapter.storage.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.ayvlo.metrics.domain.query.Aggregation;
import com.ayvlo.metrics.domain.query.Interval;
import com.ayvlo.metrics.domain.query.QueryBudget;
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
import com.ayvlo.metrics.testkit.TestQueries;
import com.ayvlo.metrics.testkit.servers.ClickHouseServer;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is particular to ClickHouse. */
class ClickHouseStorageTest implements StorageContract {
    private static final ClickHouseServer SERVER = ClickHouseServer.shared();

    private final String database = SERVER.newDatabase();

    @AutoClose
    private final MetricStorage storage = ClickHouseStorage.open(Storages.config(SERVER, database));

    @Override
    public MetricStorage storage() {
        return storage;
    }

    @Test
    void aQuestionAboutAMonthReadsOnePartition() {
        TenantId tenant = freshTenant();
        for (int month = 1; month <= 12; month++) {
            write(TestMetric.of(tenant, "sales").at("2025-%02d-15T10:00:00Z".formatted(month)));
        }
        TestQueries.Aggregate march =
                TestQueries.aggregate("sales")
                        .range(TestQueries.range("2025-03-01T00:00:00Z", "2025-04-01T00:00:00Z"));

        assertThat(aggregate(tenant, march)).hasSize(1);
        assertReadsOnePartition(new AggregateSql(tenant, march.build()).rows());
        assertReadsOnePartition(
                RawSql.page(
                        tenant,
                        TestQueries.raw("sales")
                                .range(
                                        TestQueries.range(
                                                "2025-03-01T00:00:00Z", "2025-04-01T00:00:00Z"))
                                .build()));
    }

    private void assertReadsOnePartition(Sql sql) {
        String plan = explained(sql);
        assertThat(plan).containsPattern("Min-?Max[\\s\\S]*Parts: 1/12");
        assertThat(plan).containsPattern("PrimaryKey[\\s\\S]*Parts: 1/1");
    }

    private String explained(Sql sql) {
        StringBuilder plan = new StringBuilder();
        try (ClickHouseSession session = session()) {
            session.select(
                    sql.before("EXPLAIN indexes = 1 "),
                    Duration.ofSeconds(30),
                    row -> plan.append(row.text()).append('\n'));
        }
        return plan.toString();
    }

    private ClickHouseSession session() {
        return new ClickHouseSession(new ServerConnection(Storages.config(SERVER, database)));
    }

    @Test
    void theHourlyViewAgreesWithACountByHand() {
        TenantId tenant = freshTenant();
        Random random = new Random(11);
        List<TestMetric> metrics =
                IntStream.range(0, 3000)
                        .mapToObj(
                                i ->
                                        TestMetric.of(tenant, "sales")
                                                .with("shop", "s" + i % 3)
                                                .at(
                                                        TestMetric.START.plusSeconds(
                                                                random.nextInt(20_000)))
                                                .value(random.nextInt(-1000, 1000) / 8.0))
                        .toList();
        for (int from = 0; from < metrics.size(); from += 500) {
            write(metrics.subList(from, from + 500));
        }
        SERVER.execute("OPTIMIZE TABLE %s.metrics FINAL".formatted(database));
        SERVER.execute("OPTIMIZE TABLE %s.rollups FINAL".formatted(database));

        String view =
                SERVER.execute(
                        "SELECT toUnixTimestamp(hour), count, sum, avg, min, max, p50, p95, p99"
                                + " FROM"
                                + " %s.metrics_hourly WHERE metric_name = 'sales' AND tenant_id = '%s'"
                                        .formatted(database, tenant)
                                + " ORDER BY hour");

        assertThat(view.lines().map(ClickHouseStorageTest::rounded))
                .containsExactlyElementsOf(hourly(metrics));
        assertThat(
                        SERVER.execute(
                                """
                                SELECT hour, sum(count), sumKahanMerge(sum), min(min), max(max),
                                  sum(magnitude)
                                FROM %s.rollups GROUP BY hour ORDER BY hour
                                """
                                        .formatted(database)))
                .as("rollups that were merged")
                .isEqualTo(
                        SERVER.execute(
                                """
                                SELECT toStartOfHour(timestamp) AS hour, count(), sumKahan(value),
                                  min(value), max(value), sum(abs(value))
                                FROM %s.metrics GROUP BY hour ORDER BY hour
                                """
                                        .formatted(database)));
    }

    private static List<String> hourly(List<TestMetric> metrics) {
        long hour = RollupQuery.HOUR_MILLIS;
        return metrics.stream()
                .map(metric -> metric.epochMillis() / hour)
                .distinct()
                .sorted()
                .map(
                        number ->
                                row(
                                        number * hour / 1000,
                                        metrics.stream()
                                                .filter(m -> m.epochMillis() / hour == number)
                                                .mapToDouble(TestMetric::value)
                                                .sorted()
                                                .toArray()))
                .toList();
    }

    private static String row(long second, double[] sorted) {
        double sum = Arrays.stream(sorted).sum();
        double[] numbers = {
            second,
            sorted.length,
            sum,
            sum / sorted.length,
            sorted[0],
            sorted[sorted.length - 1],
            percentile(0.5, sorted),
            percentile(0.95, sorted),
            percentile(0.99, sorted)
        };
        return rounded(
                Arrays.stream(numbers)
                        .mapToObj(Double::toString)
                        .reduce((a, b) -> a + "\t" + b)
                        .orElseThrow());
    }

    private static double percentile(double quantile, double[] sorted) {
        double rank = quantile * (sorted.length - 1);
        int below = (int) rank;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
    }

    private static String rounded(String row) {
        return Stream.of(row.split("\t"))
                .map(Double::parseDouble)
                .map(number -> String.format(Locale.ROOT, "%.6f", number))
                .reduce((a, b) -> a + "\t" + b)
                .orElseThrow();
    }

    @Test
    void dimensionsCanBeReadAsAMap() {
        TenantId tenant = freshTenant();
        write(
                TestMetric.of(tenant, "sales").with("shop", "it's\ta\n\"b\"").with("till", "1"),
                TestMetric.of(tenant, "sales"));

        assertThat(
                        SERVER.execute(
                                "SELECT dimensions['till'], length(dimensions), dimensions FROM"
                                        + " %s.metrics ORDER BY series DESC FORMAT JSONCompactEachRow"
                                                .formatted(database)))
                .isEqualTo(
                        """
                        ["1", "2", {"shop":"it's\\ta\\n\\"b\\"","till":"1"}]
                        ["", "0", {}]\
                        """
                                .replace("\"2\"", "2")
                                .replace("\"0\"", "0"));
    }

    @Test
    void aBlockOfMoreMonthsThanTheServerTakesAtOnceIsKeptOnce() {
        TenantId tenant = freshTenant();
        Blocks blocks = Blocks.ofNewNode();
        TestMetric sale = TestMetric.of(tenant, "sales");
        Block block =
                blocks.next(
                        IntStream.range(0, 240)
                                .mapToObj(
                                        month ->
                                                sale.at(
                                                        YearMonth.of(1990, 1)
                                                                .plusMonths(month)
                                                                .atDay(1)
                                                                .atStartOfDay()
                                                                .toInstant(ZoneOffset.UTC)))
                                .toArray(TestMetric[]::new));

        storage.writer().write(block);
        storage.writer().write(block);

        assertThat(count(tenant, "sales")).isEqualTo(240);
        assertThat(storage.writer().lastApplied(blocks.node())).isEqualTo(240);
    }

    @Test
    void aBlockWhoseSettlingFailedIsCompletedByItsRepeat() {
        TenantId tenant = freshTenant();
        Blocks blocks = Blocks.ofNewNode();
        TestMetric sale = TestMetric.of(tenant, "sales");
        Block block = blocks.next(sale.value(1), sale.value(2));
        storage.writer().write(block);

        // As if the server had been killed behind the metrics, then behind their rollups.
        SERVER.execute("TRUNCATE TABLE %s.positions".formatted(database));
        storage.writer().write(block);
        assertThat(count(tenant, "sales")).isEqualTo(2);
        assertThat(rollup(tenant).rows()).singleElement().matches(row -> row.count() == 2);

        SERVER.execute("DETACH TABLE %s.rollups_of_metrics SYNC".formatted(database));
        Block second = blocks.next(sale.value(3));
        storage.writer().write(second);
        SERVER.execute("TRUNCATE TABLE %s.positions".formatted(database));
        SERVER.execute("ATTACH TABLE %s.rollups_of_metrics".formatted(database));
        storage.writer().write(second);

        assertThat(count(tenant, "sales")).isEqualTo(3);
        assertThat(rollup(tenant).rows())
                .singleElement()
                .matches(row -> row.count() == 3 && row.value(1) == 6);
        assertThat(storage.writer().lastApplied(blocks.node())).isEqualTo(3);
    }

    @Test
    void rollupsCoverEveryHourButThoseThatADeletionTouched() {
        TenantId tenant = freshTenant();
        TestMetric sale = TestMetric.of(tenant, "sales");
        write(sale, sale.at(TestMetric.START.plusSeconds(7200)));
        assertThat(rollup(tenant).uncovered()).isEmpty();
        assertThat(rollup(tenant).rows()).hasSize(2);

        storage.retention().deleteBefore(tenant, TestMetric.START.plusSeconds(1));

        assertThat(rollup(tenant).rows()).hasSize(1);
        assertThat(rollup(tenant).uncovered()).hasSize(1);
        assertThat(rollup(tenant).uncovered().getFirst().to())
                .isEqualTo(TestMetric.START.plusSeconds(3600));
    }

    private RollupAnswer rollup(TenantId tenant) {
        Instant hour = TestMetric.START;
        return storage.rollups()
                .hours(
                        tenant,
                        new RollupQuery(
                                TestMetric.of(tenant, "sales").name(),
                                new TimeRange(hour.minusSeconds(7200), hour.plusSeconds(36_000)),
                                List.of(Aggregation.Simple.COUNT, Aggregation.Simple.SUM),
                                TestQueries.BUDGET));
    }

    @Test
    void aBlockThatWasCutAnewIsRefused() {
        TenantId tenant = freshTenant();
        Blocks blocks = Blocks.ofNewNode();
        TestMetric sale = TestMetric.of(tenant, "sales");
        storage.writer().write(blocks.next(sale, sale));
        Blocks copy = Blocks.of(blocks.node());
        Blocks later = Blocks.after(blocks.node(), 1);

        assertRefused(copy.next(sale.value(7), sale.value(8)));
        assertRefused(Blocks.of(blocks.node()).next(sale, sale, sale));
        assertRefused(Blocks.of(blocks.node()).next(sale));
        assertRefused(later.next(sale, sale));

        assertThat(count(tenant, "sales")).isEqualTo(2);
        storage.writer().write(blocks.next(sale));
        assertThat(count(tenant, "sales")).isEqualTo(3);
    }

    private void assertRefused(Block block) {
        assertThatExceptionOfType(StorageException.Unsupported.class)
                .isThrownBy(() -> storage.writer().write(block))
                .withMessageContaining("cut anew");
    }

    @Test
    @Timeout(60)
    void severalNodesMakeTheTablesAtOnce() throws Exception {
        String fresh = SERVER.newDatabase();
        TenantId tenant = freshTenant();
        int nodes = 4;
        CountDownLatch start = new CountDownLatch(nodes);
        try (ExecutorService threads = Executors.newFixedThreadPool(nodes)) {
            List<Future<?>> writing = new ArrayList<>();
            for (int node = 0; node < nodes; node++) {
                writing.add(
                        threads.submit(
                                () -> {
                                    start.countDown();
                                    start.await();
                                    writeInto(fresh, tenant);
                                    return null;
                                }));
            }
            for (Future<?> one : writing) {
                one.get();
            }
        }
        assertThat(SERVER.execute("SELECT sum(count) FROM %s.rollups".formatted(fresh)))
                .isEqualTo("4");
    }

    private static void writeInto(String database, TenantId tenant) {
        try (MetricStorage other = ClickHouseStorage.open(Storages.config(SERVER, database))) {
            other.writer().write(Blocks.ofNewNode().next(TestMetric.of(tenant, "sales")));
        }
    }

    @Test
    void tablesOfANewerServiceAreRefused() {
        write(TestMetric.of(freshTenant(), "sales"));
        SERVER.execute("INSERT INTO %s.schema_version (version) VALUES (999)".formatted(database));

        try (MetricStorage older = ClickHouseStorage.open(Storages.config(SERVER, database))) {
            assertThatExceptionOfType(StorageException.Unavailable.class)
                    .isThrownBy(() -> older.writer().lastApplied(Blocks.ofNewNode().node()))
                    .withMessageContaining("999");
        }
    }

    @Test
    @Timeout(60)
    void aQueryThatIsOutOfTimeIsEndedOnTheServer() {
        TenantId tenant = freshTenant();
        writeHours(tenant);
        TestQueries.Aggregate slow =
                TestQueries.aggregate("sales")
                        .every(Interval.ONE_MINUTE)
                        .groupBy("shop", "till", "region")
                        .budget(new QueryBudget(Duration.ofMillis(1), 100_000, 10_000));

        assertThatExceptionOfType(StorageException.TimedOut.class)
                .isThrownBy(() -> storage.reader().aggregate(tenant, slow.build()));

        assertThat(storage.check().status()).isEqualTo(Health.Status.UP);
        assertThat(count(tenant, "sales")).isEqualTo(100_000);
    }

    private void writeHours(TenantId tenant) {
        TestMetric sale = TestMetric.of(tenant, "sales");
        write(
                IntStream.range(0, 100_000)
                        .mapToObj(
                                i ->
                                        sale.with("shop", "s" + i % 97)
                                                .at(TestMetric.START.plusSeconds(i)))
                        .toList());
    }

    @Test
    @Timeout(60)
    void aQuestionThatNobodyWaitsForIsEndedOnTheServer() throws Exception {
        Sql endless =
                Sql.ofNoTenant("SELECT toInt64(sum(number)) /* ")
                        .add(database)
                        .add(" */ FROM numbers(1000000000000000)");
        try (ClickHouseSession session = session();
                ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<?> asking =
                    thread.submit(
                            () -> session.select(endless, Duration.ofSeconds(50), Rows::number));
            awaitRunning(1);

            asking.cancel(true);

            awaitRunning(0);
        }
    }

    private void awaitRunning(int wanted) {
        String running =
                "SELECT count() FROM system.processes WHERE query LIKE 'SELECT"
                        + " toInt64(sum(number))%"
                        + database
                        + "%'";
        while (!SERVER.execute(running).equals(Integer.toString(wanted))) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aConfigurationHidesThePassword() {
        ClickHouseConfig config = ClickHouseConfig.of("example", 8123, "me", "secret", "metrics");

        assertThat(config.toString()).contains("example", "8123", "me").doesNotContain("secret");
    }
}
