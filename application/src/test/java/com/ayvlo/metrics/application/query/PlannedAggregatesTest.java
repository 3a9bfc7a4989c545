package com.ayvlo.metrics.application.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.query.AggregateQuery;
import com.ayvlo.metrics.domain.query.AggregateResult;
import com.ayvlo.metrics.domain.query.AggregateRow;
import com.ayvlo.metrics.domain.query.Interval;
import com.ayvlo.metrics.domain.query.QueryBudget;
import com.ayvlo.metrics.domain.query.RollupQuery;
import com.ayvlo.metrics.domain.query.TimeRange;
import com.ayvlo.metrics.domain.storage.MetricStorage;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.testkit.AggregateGroupsContract;
import com.ayvlo.metrics.testkit.AggregateOracleContract;
import com.ayvlo.metrics.testkit.AggregateReaderContract;
import com.ayvlo.metrics.testkit.AggregateWindowsContract;
import com.ayvlo.metrics.testkit.InMemoryStorage;
import com.ayvlo.metrics.testkit.PatchyRollups;
import com.ayvlo.metrics.testkit.TestMetric;
import com.ayvlo.metrics.testkit.TestQueries;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;

/** That a plan changes no answer, and that it reads what costs less. */
class PlannedAggregatesTest
        implements AggregateOracleContract,
                AggregateReaderContract,
                AggregateGroupsContract,
                AggregateWindowsContract {
    private static final Instant FROM = Instant.parse("2025-03-20T00:00:00Z");
    private static final TimeRange DAYS = new TimeRange(FROM, FROM.plus(Duration.ofDays(4)));

    private final TenantId tenant = freshTenant();
    private MetricStorage metrics;
    private PlannedStorage storage;

    /** Four hours of five, at most, and now and then none for a day. */
    private LongPredicate covers =
            hour -> {
                long number = hour / RollupQuery.HOUR_MILLIS;
                return number % 5 != 2 && number / 24 % 7 != 3;
            };

    @BeforeEach
    void open() {
        metrics = new InMemoryStorage();
        storage =
                new PlannedStorage(
                        metrics, new PatchyRollups(metrics.reader(), hour -> covers.test(hour)));
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
    void wholeHoursComeFromRollups() {
        covers = hour -> true;
        writeEveryTenMinutes();

        assertSource(days().every(Interval.ONE_HOUR), Basis.Source.ROLLUP);
        assertSource(days().every(Interval.ONE_HOUR).only("p95", "sum"), Basis.Source.ROLLUP);
        assertSource(
                days().every(Interval.ONE_DAY, ZoneId.of("Europe/Berlin")).only("avg", "max"),
                Basis.Source.ROLLUP);
    }

    @Test
    void whatHoursCannotTellComesFromMetrics() {
        covers = hour -> true;
        writeEveryTenMinutes();

        assertSource(days().every(Interval.ONE_HOUR).filter("shop", "s1"), Basis.Source.RAW);
        assertSource(days().every(Interval.ONE_HOUR).groupBy("shop"), Basis.Source.RAW);
        assertSource(days().every(Interval.ONE_HOUR).only("p90"), Basis.Source.RAW);
        assertSource(days().every(Interval.ONE_DAY), Basis.Source.RAW);
        assertSource(days().every(Interval.THIRTY_MINUTES), Basis.Source.RAW);
        assertSource(days().every(Interval.ONE_HOUR, ZoneId.of("Asia/Kolkata")), Basis.Source.RAW);
        assertSource(
                days().every(Interval.ONE_DAY, ZoneId.of("Asia/Kathmandu")).only("sum"),
                Basis.Source.RAW);
    }

    @Test
    void edgesThatCutAnHourComeFromMetrics() {
        covers = hour -> true;
        writeEveryTenMinutes();
        TimeRange cut =
                new TimeRange(FROM.plusSeconds(1200), FROM.plus(Duration.ofDays(3)).plusSeconds(1));

        assertSource(
                TestQueries.aggregate("sales").range(cut).every(Interval.ONE_HOUR),
                Basis.Source.MIXED);
        assertSource(
                TestQueries.aggregate("sales").range(cut).every(Interval.ONE_WEEK).only("sum"),
                Basis.Source.MIXED);
    }

    @Test
    void uncoveredHoursComeFromMetrics() {
        writeEveryTenMinutes();
        covers = hour -> hour < FROM.plus(Duration.ofHours(90)).toEpochMilli();
        assertSource(days().every(Interval.ONE_HOUR), Basis.Source.MIXED);

        covers = hour -> hour < FROM.plus(Duration.ofHours(40)).toEpochMilli();
        assertSource(days().every(Interval.ONE_HOUR), Basis.Source.RAW);

        covers = hour -> false;
        assertSource(days().every(Interval.ONE_HOUR), Basis.Source.RAW);
    }

    @Test
    void sumsThatCancelComeFromMetrics() {
        covers = hour -> true;
        TestMetric sale = TestMetric.of(tenant, "sales");
        write(
                sale.at(FROM).value(1e16),
                sale.at(FROM.plusSeconds(3600)).value(1),
                sale.at(FROM.plusSeconds(7200)).value(-1e16),
                sale.at(FROM.plus(Duration.ofDays(2))).value(Double.MAX_VALUE),
                sale.at(FROM.plus(Duration.ofDays(2)).plusSeconds(3600)).value(Double.MAX_VALUE));

        assertSource(days().every(Interval.ONE_DAY).only("sum", "avg"), Basis.Source.RAW);
        assertSource(days().every(Interval.ONE_DAY).only("max", "count"), Basis.Source.ROLLUP);
    }

    @Test
    void aBudgetHoldsForTheWholeAnswer() {
        covers = hour -> hour < FROM.plus(Duration.ofHours(90)).toEpochMilli();
        writeEveryTenMinutes();

        assertThat(
                        storage.reader()
                                .aggregate(
                                        tenant,
                                        days().every(Interval.ONE_HOUR)
                                                .budget(
                                                        new QueryBudget(
                                                                Duration.ofSeconds(30), 95, 1))
                                                .build()))
                .isEqualTo(new AggregateResult.OverBudget(AggregateResult.Budget.ROWS));
    }

    private TestQueries.Aggregate days() {
        return TestQueries.aggregate("sales").range(DAYS);
    }

    private void writeEveryTenMinutes() {
        TestMetric sale = TestMetric.of(tenant, "sales");
        write(
                IntStream.range(0, 4 * 24 * 6)
                        .mapToObj(
                                i ->
                                        sale.with("shop", "s" + i % 3)
                                                .at(FROM.plusSeconds(600L * i))
                                                .value(i))
                        .toList());
    }

    /** The source is this one, and the answer the same as without a plan. */
    private void assertSource(TestQueries.Aggregate query, Basis.Source source) {
        storage.sources.clear();
        AggregateQuery built = query.build();
        AggregateResult expected = metrics.reader().aggregate(tenant, built);
        AggregateResult actual = storage.reader().aggregate(tenant, built);
        assertThat(storage.sources).containsExactly(source);
        List<AggregateRow> rows = ((AggregateResult.Rows) actual).rows();
        assertThat(rows).isEqualTo(((AggregateResult.Rows) expected).rows());
    }
}
