package com.ayvlo.metrics.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.query.AggregateRow;
import com.ayvlo.metrics.domain.query.Aggregation;
import com.ayvlo.metrics.domain.query.Interval;
import com.ayvlo.metrics.domain.query.QueryBudget;
import com.ayvlo.metrics.domain.query.RollupAnswer;
import com.ayvlo.metrics.domain.query.RollupQuery;
import com.ayvlo.metrics.domain.query.TimeRange;
import com.ayvlo.metrics.domain.storage.Block;
import com.ayvlo.metrics.domain.storage.RollupReader;
import com.ayvlo.metrics.domain.tenant.TenantId;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * What every {@link RollupReader} promises. One that covers nothing keeps it, too: where a storage
 * covers something is tested with that storage.
 */
public interface RollupReaderContract extends StorageContract {
    /** Ten hours. */
    TimeRange HOURS =
            new TimeRange(
                    Instant.parse("2025-01-15T05:00:00Z"), Instant.parse("2025-01-15T15:00:00Z"));

    /** Makes the storage cover what it can. */
    default void rollUp() {
        // A storage that covers nothing has nothing to do.
    }

    @Test
    default void hours_tellWhatTheMetricsTell() {
        TenantId tenant = freshTenant();
        RandomGenerator random = new Random(7);
        for (int round = 0; round < 4; round++) {
            write(IntStream.range(0, 500).mapToObj(_ -> sometime(tenant, random)).toList());
            assertRight(tenant, "sales");
            rollUp();
            assertRight(tenant, "sales");
        }
    }

    @Test
    default void hours_knowMetricsThatCameLate() {
        TenantId tenant = freshTenant();
        TestMetric sale = TestMetric.of(tenant, "sales");
        write(sale.value(2), sale.with("shop", "a").value(4), sale.at(hour(7)).value(1));
        rollUp();
        assertRight(tenant, "sales");
        write(sale.with("shop", "b").value(-6), sale.at(hour(1)).value(3));
        assertRight(tenant, "sales");
        rollUp();
        assertRight(tenant, "sales");
    }

    @Test
    default void hours_doNotKnowMetricsThatWereDeleted() {
        TenantId tenant = freshTenant();
        TenantId other = freshTenant();
        List<TestMetric> metrics = new ArrayList<>();
        for (int minute = 0; minute < 600; minute += 7) {
            TestMetric sale = TestMetric.of(tenant, "sales").at(hour(0).plusSeconds(minute * 60L));
            metrics.add(sale.value(minute));
            metrics.add(sale.of(other));
        }
        write(metrics);
        for (int minutes : new int[] {120, 150, 300, 600}) {
            rollUp();
            storage().retention().deleteBefore(tenant, hour(0).plus(Duration.ofMinutes(minutes)));
            assertRight(tenant, "sales");
            rollUp();
            assertRight(tenant, "sales");
            assertRight(other, "sales");
        }
        write(metrics.subList(0, 20));
        assertRight(tenant, "sales");
    }

    @Test
    default void hours_stayTheSameWhenABlockIsRepeated() {
        TenantId tenant = freshTenant();
        TestMetric sale = TestMetric.of(tenant, "sales");
        Block block = Blocks.ofNewNode().next(sale, sale.at(hour(2)).value(0.5));
        storage().writer().write(block);
        rollUp();
        storage().writer().write(block);
        rollUp();

        assertRight(tenant, "sales");
        assertThat(ask(tenant, "sales", Aggregation.DEFAULTS).rows())
                .allMatch(row -> row.count() == 1);
    }

    @Test
    default void hours_seeOnlyTheTenantAndTheMetric() {
        TenantId one = freshTenant();
        TenantId two = freshTenant();
        TestMetric sale = TestMetric.of(one, "sales");
        write(sale, sale.of(two).value(5), TestMetric.of(one, "visits").at(hour(3)).value(7));
        rollUp();

        assertRight(one, "sales");
        assertRight(two, "sales");
        assertRight(one, "visits");
        assertThat(ask(two, "visits", Aggregation.DEFAULTS).rows()).isEmpty();
        assertThat(ask(freshTenant(), "sales", Aggregation.DEFAULTS).rows()).isEmpty();
    }

    @Test
    default void hours_ofSumsThatCancelAreRightOrUncovered() {
        TenantId tenant = freshTenant();
        TestMetric sale = TestMetric.of(tenant, "sales");
        write(
                sale.value(1e16),
                sale.value(1),
                sale.value(-1e16),
                sale.at(hour(1)).value(Double.MAX_VALUE),
                sale.at(hour(1)).value(Double.MAX_VALUE),
                sale.at(hour(2)).value(0));
        rollUp();

        assertRight(tenant, "sales");
    }

    @Test
    default void hours_areUncoveredForOtherPercentiles() {
        TenantId tenant = freshTenant();
        write(TestMetric.of(tenant, "sales"));
        rollUp();

        RollupAnswer answer =
                ask(tenant, "sales", List.of(Aggregation.Simple.SUM, Aggregation.parse("p90")));

        assertThat(answer.rows()).isEmpty();
        assertThat(answer.uncovered()).containsExactly(HOURS);
    }

    @Test
    default void hours_areUncoveredBeyondTheBudget() {
        TenantId tenant = freshTenant();
        TestMetric sale = TestMetric.of(tenant, "sales");
        write(sale.at(hour(1)), sale.at(hour(2)), sale.at(hour(3)));
        rollUp();

        RollupAnswer answer =
                storage()
                        .rollups()
                        .hours(
                                tenant,
                                new RollupQuery(
                                        sale.name(),
                                        HOURS,
                                        Aggregation.DEFAULTS,
                                        new QueryBudget(Duration.ofSeconds(30), 2, 1)));

        assertThat(answer.rows()).isEmpty();
        assertThat(answer.uncovered()).containsExactly(HOURS);
    }

    @Test
    default void hours_ofNoTimeAreNone() {
        TenantId tenant = freshTenant();
        write(TestMetric.of(tenant, "sales"));
        rollUp();

        RollupAnswer answer =
                storage()
                        .rollups()
                        .hours(
                                tenant,
                                new RollupQuery(
                                        new MetricName("sales"),
                                        TimeRange.NONE,
                                        Aggregation.DEFAULTS,
                                        TestQueries.BUDGET));

        assertThat(answer).isEqualTo(new RollupAnswer(List.of(), List.of()));
    }

    private static Instant hour(int number) {
        return HOURS.from().plus(Duration.ofHours(number));
    }

    private static TestMetric sometime(TenantId tenant, RandomGenerator random) {
        return TestMetric.of(tenant, "sales")
                .with("shop", "s" + random.nextInt(5))
                .at(HOURS.fromMillis() + random.nextLong(12 * RollupQuery.HOUR_MILLIS))
                .value(random.nextGaussian() * 100);
    }

    private RollupAnswer ask(TenantId tenant, String name, List<Aggregation> aggregations) {
        return storage()
                .rollups()
                .hours(
                        tenant,
                        new RollupQuery(
                                new MetricName(name), HOURS, aggregations, TestQueries.BUDGET));
    }

    /** Rows and uncovered hours are disjoint, and the rows what the metrics give there. */
    private void assertRight(TenantId tenant, String name) {
        RollupAnswer answer = ask(tenant, name, Aggregation.DEFAULTS);
        long end = HOURS.fromMillis() - 1;
        for (TimeRange part : answer.uncovered()) {
            assertThat(part.fromMillis()).isGreaterThan(end).matches(RollupReaderContract::isHour);
            end = part.toMillis();
            assertThat(end)
                    .isLessThanOrEqualTo(HOURS.toMillis())
                    .matches(RollupReaderContract::isHour);
        }
        List<AggregateRow> expected =
                aggregate(tenant, TestQueries.aggregate(name).range(HOURS).every(Interval.ONE_HOUR))
                        .stream()
                        .filter(row -> isCovered(row.windowStartMillis(), answer))
                        .toList();
        assertThat(answer.rows())
                .extracting(AggregateRow::windowStartMillis)
                .containsExactlyElementsOf(
                        expected.stream().map(AggregateRow::windowStartMillis).toList());
        for (int i = 0; i < expected.size(); i++) {
            assertSame(answer.rows().get(i), expected.get(i));
        }
    }

    private static boolean isHour(long epochMillis) {
        return epochMillis % RollupQuery.HOUR_MILLIS == 0;
    }

    private static boolean isCovered(long hour, RollupAnswer answer) {
        return answer.uncovered().stream().noneMatch(part -> part.contains(hour));
    }

    private static void assertSame(AggregateRow actual, AggregateRow expected) {
        assertThat(actual.count()).isEqualTo(expected.count());
        for (int i = 0; i < Aggregation.DEFAULTS.size(); i++) {
            double wanted = expected.value(i);
            assertThat(actual.value(i))
                    .as("%s of %s", Aggregation.DEFAULTS.get(i).wireName(), expected)
                    .isEqualTo(wanted, within(1e-9 * Math.abs(wanted)));
        }
    }
}
