package com.ayvlo.metrics.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.query.AggregateRow;
import com.ayvlo.metrics.domain.query.TimeRange;
import com.ayvlo.metrics.domain.storage.MetricReader;
import com.ayvlo.metrics.domain.tenant.TenantId;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

/** What {@link MetricReader#aggregate} of every storage promises, but for windows and groups. */
public interface AggregateReaderContract extends StorageContract {
    @Test
    default void aggregate_isEmptyForAMetricThatNobodySent() {
        TenantId tenant = freshTenant();
        assertThat(aggregate(tenant, TestQueries.aggregate("sales"))).isEmpty();
        assertThat(aggregate(tenant, TestQueries.aggregate("sales").groupBy("shop"))).isEmpty();

        write(TestMetric.of(tenant, "sales"));
        assertThat(aggregate(tenant, TestQueries.aggregate("Sales"))).isEmpty();
        assertThat(aggregate(tenant, TestQueries.aggregate("sales").range(TimeRange.NONE)))
                .isEmpty();
    }

    @Test
    default void aggregate_seesOnlyTheTenant() {
        TenantId one = freshTenant();
        TenantId two = freshTenant();
        TestMetric sale = TestMetric.of(one, "sales").with("shop", "a");

        write(sale.value(1), sale.of(two).value(20), sale.value(3));
        write(sale.of(two).value(40));

        TestQueries.Aggregate query =
                TestQueries.aggregate("sales").filter("shop", "a").groupBy("shop").only("sum");
        assertThat(aggregate(one, query)).extracting(row -> row.value(0)).containsExactly(4.0);
        assertThat(aggregate(two, query)).extracting(row -> row.value(0)).containsExactly(60.0);
        assertThat(aggregate(freshTenant(), query)).isEmpty();
    }

    @Test
    default void aggregate_givesTheEightNumbers() {
        TenantId tenant = freshTenant();
        TestMetric sale = TestMetric.of(tenant, "sales");
        write(IntStream.rangeClosed(1, 100).mapToObj(sale::value).toList());

        AggregateRow row = aggregate(tenant, TestQueries.aggregate("sales")).getFirst();

        assertThat(row.windowStartMillis())
                .isEqualTo(sale.at("2025-01-01T00:00:00Z").epochMillis());
        assertThat(row.group()).isEqualTo(Dimensions.NONE);
        assertNumbers(row, 100, 5050, 50.5, 1, 100, 50.5, 95.05, 99.01);
    }

    @Test
    default void aggregate_takesValuesBetweenZeroAndOneAndNegativeOnes() {
        TenantId tenant = freshTenant();
        TestMetric ratio = TestMetric.of(tenant, "ratio");
        write(ratio.value(0.002), ratio.value(-0.75), ratio.value(1e-12), ratio.value(0.998));
        write(ratio.value(-1e6));

        AggregateRow row = aggregate(tenant, TestQueries.aggregate("ratio")).getFirst();

        assertNumbers(row, 5, -999_999.75, -199_999.95, -1e6, 0.998, 1e-12, 0.7988, 0.95816);
    }

    @Test
    default void aggregate_ofOneMetricIsItsValue() {
        TenantId tenant = freshTenant();
        List<Double> values =
                List.of(Double.MIN_VALUE, -Double.MAX_VALUE, 1e-300, Double.MAX_VALUE, 0.0);
        for (double value : values) {
            String name = "m" + values.indexOf(value);
            write(TestMetric.of(tenant, name).value(value));

            AggregateRow row = aggregate(tenant, TestQueries.aggregate(name)).getFirst();

            assertNumbers(row, 1, value, value, value, value, value, value, value);
        }
    }

    @Test
    default void aggregate_givesNumbersInTheOrderAskedFor() {
        TenantId tenant = freshTenant();
        TestMetric sale = TestMetric.of(tenant, "sales");
        write(IntStream.rangeClosed(0, 1000).mapToObj(sale::value).toList());

        String[] names = {"p99.9", "max", "p0", "p50", "min", "p50.0", "count", "p100", "p12.345"};
        AggregateRow row = aggregate(tenant, TestQueries.aggregate("sales").only(names)).getFirst();

        assertNumbers(row, 999, 1000, 0, 500, 0, 500, 1001, 1000, 123.45);
        assertThat(row.count()).isEqualTo(1001);
    }

    @Test
    default void aggregate_filterCountsSeriesThatHaveAtLeastItsDimensions() {
        TenantId tenant = freshTenant();
        TestMetric sale = TestMetric.of(tenant, "sales");
        TestMetric euPro = sale.with("region", "eu").with("plan", "pro");
        write(sale.value(1), sale.with("region", "eu").value(2), euPro.value(4));
        write(sale.with("region", "us").with("plan", "pro").value(8));

        assertThat(sum(tenant, TestQueries.aggregate("sales"))).isEqualTo(15);
        assertThat(sum(tenant, TestQueries.aggregate("sales").filter("region", "eu"))).isEqualTo(6);
        assertThat(sum(tenant, TestQueries.aggregate("sales").filter("plan", "pro"))).isEqualTo(12);
        assertThat(sum(tenant, TestQueries.aggregate("sales").filter(euPro.dimensions())))
                .isEqualTo(4);
        assertThat(sum(tenant, TestQueries.aggregate("sales").filter("plan", "pro").groupBy("x")))
                .isEqualTo(12);
        assertThat(aggregate(tenant, TestQueries.aggregate("sales").filter("none", "eu")))
                .isEmpty();
        assertThat(aggregate(tenant, TestQueries.aggregate("sales").filter("plan", "PRO")))
                .isEmpty();
    }

    private double sum(TenantId tenant, TestQueries.Aggregate query) {
        List<AggregateRow> rows = aggregate(tenant, query.only("sum"));
        assertThat(rows).hasSize(1);
        return rows.getFirst().value(0);
    }

    private static void assertNumbers(AggregateRow row, double... expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat(row.value(i))
                    .as("number %d of %s", i, row)
                    .isEqualTo(expected[i], within(Math.abs(expected[i]) * 1e-9));
        }
    }
}
