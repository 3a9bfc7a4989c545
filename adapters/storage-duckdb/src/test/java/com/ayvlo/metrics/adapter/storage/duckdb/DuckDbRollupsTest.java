package com.ayvlo.metrics.adapter.storage.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.query.AggregateRow;
import com.ayvlo.metrics.domain.query.Aggregation;
import com.ayvlo.metrics.domain.query.Interval;
import com.ayvlo.metrics.domain.query.RollupAnswer;
import com.ayvlo.metrics.domain.query.RollupQuery;
import com.ayvlo.metrics.domain.query.TimeRange;
import com.ayvlo.metrics.domain.storage.Block;
import com.ayvlo.metrics.domain.storage.StorageException;
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

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

/** When DuckDB covers hours, and that nothing else ever shows than what the metrics say. */
@Timeout(120)
class DuckDbRollupsTest implements StorageContract {
    private static final TimeRange DAY =
            new TimeRange(
                    Instant.parse("2025-01-15T00:00:00Z"), Instant.parse("2025-01-16T00:00:00Z"));
    private static final TimeRange HOUR =
            new TimeRange(TestMetric.START, TestMetric.START.plus(Duration.ofHours(1)));

    @TempDir Path directory;
    private DuckDbStorage storage;
    private final TenantId tenant = freshTenant();
    private final TestMetric sale = TestMetric.of(tenant, "sales");

    @BeforeEach
    void open() {
        storage = DuckDbStorage.open(DuckDbConfig.defaults(directory), InstantSource.system());
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @Override
    public DuckDbStorage storage() {
        return storage;
    }

    @Test
    void hoursThatAreOverAreCovered() {
        write(sale.value(1), sale.value(3), sale.with("shop", "a").value(8));
        assertThat(ask(DAY).uncovered()).containsExactly(HOUR);

        storage.roller().rollUpAll();

        assertThat(ask(DAY).uncovered()).isEmpty();
        assertThat(ask(DAY).rows()).containsExactlyElementsOf(raw());
    }

    @Test
    void aLateMetricUncoversItsHourOnly() {
        write(sale, sale.at(TestMetric.START.plus(Duration.ofHours(3))));
        storage.roller().rollUpAll();

        write(sale.value(2));

        assertThat(ask(DAY).uncovered()).containsExactly(HOUR);
        assertThat(ask(DAY).rows()).hasSize(1);
        storage.roller().rollUpAll();
        assertThat(ask(DAY).uncovered()).isEmpty();
        assertThat(ask(DAY).rows()).containsExactlyElementsOf(raw());
    }

    @Test
    void theHourThatIsNotOverStaysUncovered() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.HOURS);
        write(sale.at(Instant.now()), sale.at(now.plus(Duration.ofHours(5))));

        storage.roller().rollUpAll();

        assertThat(ask(new TimeRange(now, now.plus(Duration.ofHours(24)))).rows()).isEmpty();
    }

    @Test
    void whatIsCoveredSurvivesReopening() {
        write(sale, sale.at(TestMetric.START.plus(Duration.ofHours(3))));
        storage.roller().rollUpAll();
        write(sale.value(2));
        storage.close();
        open();

        assertThat(ask(DAY).uncovered()).containsExactly(HOUR);
        assertThat(ask(DAY).rows()).hasSize(1);
    }

    @Test
    void aBlockThatFailsUncoversNothingAndIsNotForgotten() {
        write(sale.metadata("by", "cash"));
        storage.roller().rollUpAll();
        Block late = Blocks.ofNewNode().next(sale.value(2), sale.metadata("by", "card"), sale);
        execute("ALTER TABLE samples ALTER COLUMN metadata SET NOT NULL");
        assertThatThrownBy(() -> storage.writer().write(late))
                .isInstanceOf(StorageException.Unsupported.class);
        assertThat(ask(DAY).uncovered()).isEmpty();

        execute("ALTER TABLE samples ALTER COLUMN metadata DROP NOT NULL");
        storage.writer().write(late);

        assertThat(ask(DAY).uncovered()).containsExactly(HOUR);
        storage.roller().rollUpAll();
        assertThat(ask(DAY).rows()).containsExactlyElementsOf(raw());
    }

    @Test
    void aFileOfTheFirstVersionIsRolledUp() throws SQLException {
        write(sale, sale.at(TestMetric.START.plus(Duration.ofHours(3))), sale.value(4));
        storage.close();
        try (Connection connection =
                        DriverManager.getConnection(
                                "jdbc:duckdb:" + directory.resolve("metrics.duckdb"));
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE rollups");
            statement.execute("DROP TABLE dirty");
            statement.execute("UPDATE schema_version SET version = 1");
        }
        open();

        assertThat(ask(DAY).uncovered()).hasSize(2);
        storage.roller().rollUpAll();
        assertThat(ask(DAY).uncovered()).isEmpty();
        assertThat(ask(DAY).rows()).containsExactlyElementsOf(raw());
    }

    @Test
    void nothingStaleIsSeenWhileBlocksComeAndHoursAreRolledUp() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        Thread roller =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    while (!done.get()) {
                                        storage.roller().rollUpAll();
                                    }
                                });
        Random random = new Random(5);
        Blocks blocks = Blocks.ofNewNode();
        long[] counts = new long[24];
        for (int i = 0; i < 200; i++) {
            int hour = random.nextInt(24);
            TestMetric late = sale.at(DAY.from().plus(Duration.ofHours(hour))).value(i);
            storage.writer().write(blocks.next(late, late));
            counts[hour] += 2;
            for (AggregateRow row : ask(DAY).rows()) {
                long of = (row.windowStartMillis() - DAY.fromMillis()) / RollupQuery.HOUR_MILLIS;
                assertThat(row.count()).isEqualTo(counts[Math.toIntExact(of)]);
            }
        }
        done.set(true);
        roller.join();
        storage.roller().rollUpAll();
        assertThat(ask(DAY).rows()).containsExactlyElementsOf(raw());
    }

    private RollupAnswer ask(TimeRange hours) {
        return storage.rollups()
                .hours(
                        tenant,
                        new RollupQuery(
                                new MetricName("sales"),
                                hours,
                                Aggregation.DEFAULTS,
                                TestQueries.BUDGET));
    }

    private List<AggregateRow> raw() {
        return aggregate(
                tenant, TestQueries.aggregate("sales").range(DAY).every(Interval.ONE_HOUR));
    }

    private void execute(String sql) {
        storage.database()
                .write(
                        session -> {
                            session.execute(sql);
                            return sql;
                        });
    }
}
