package com.ayvlo.metrics.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.query.AggregateResult;
import com.ayvlo.metrics.domain.query.AggregateRow;
import com.ayvlo.metrics.domain.query.Interval;
import com.ayvlo.metrics.domain.query.QueryBudget;
import com.ayvlo.metrics.domain.storage.MetricReader;
import com.ayvlo.metrics.domain.tenant.TenantId;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How {@link MetricReader#aggregate} of every storage groups, and how much it may answer. */
public interface AggregateGroupsContract extends StorageContract {
    @Test
    default void aggregate_groupsComeByWindowThenByTheKeysAskedForMissingFirst() {
        TenantId tenant = freshTenant();
        TestMetric sale = TestMetric.of(tenant, "sales");
        List<Dimensions> inOrder = new ArrayList<>();
        for (String b : List.of("", "Z", "z", "\uffff", "\uD83D\uDE00")) {
            for (String a : List.of("", "1", "10", "2", "é")) {
                TestMetric withB = b.isEmpty() ? sale : sale.with("b", b);
                inOrder.add((a.isEmpty() ? withB : withB.with("a", a)).dimensions());
            }
        }
        List<TestMetric> metrics = new ArrayList<>();
        for (Dimensions group : inOrder.reversed()) {
            metrics.add(sale.with(group).with("other", "x"));
            metrics.add(sale.with(group).with("other", "y"));
            metrics.add(sale.with(group).at("2024-01-01T00:00:00Z"));
        }
        write(metrics);

        List<AggregateRow> rows =
                aggregate(tenant, TestQueries.aggregate("sales").groupBy("b", "a"));

        assertThat(rows.subList(0, 25)).extracting(AggregateRow::group).isEqualTo(inOrder);
        assertThat(rows.subList(0, 25)).extracting(AggregateRow::count).containsOnly(1L);
        assertThat(rows.subList(25, 50)).extracting(AggregateRow::group).isEqualTo(inOrder);
        assertThat(rows.subList(25, 50)).extracting(AggregateRow::count).containsOnly(2L);
        assertThat(rows).hasSize(50);
    }

    @Test
    default void aggregate_seesSeriesThatCameSinceItWasAskedLast() {
        TenantId tenant = freshTenant();
        TestMetric sale = TestMetric.of(tenant, "sales").with("shop", "a");
        TestQueries.Aggregate ofShop =
                TestQueries.aggregate("sales").filter("shop", "a").groupBy("till");
        write(sale.with("till", "2"));
        assertThat(aggregate(tenant, ofShop)).hasSize(1);
        write(TestMetric.of(tenant, "visits").with("shop", "a"));
        write(sale.with("till", "1"), sale.with("till", "3"), sale.with("shop", "b"));

        assertThat(aggregate(tenant, ofShop))
                .extracting(row -> row.group().get("till").orElseThrow())
                .containsExactly("1", "2", "3");
        write(sale.with("till", "2"), sale);
        assertThat(aggregate(tenant, ofShop))
                .extracting(AggregateRow::count)
                .containsExactly(1L, 1L, 2L, 1L);
    }

    @Test
    default void aggregate_groupsByAKeyThatNobodyHas() {
        TenantId tenant = freshTenant();
        write(TestMetric.of(tenant, "sales").with("a", "1"), TestMetric.of(tenant, "sales"));

        assertThat(aggregate(tenant, TestQueries.aggregate("sales").groupBy("nobody")))
                .singleElement()
                .satisfies(row -> assertThat(row.group()).isEqualTo(Dimensions.NONE))
                .satisfies(row -> assertThat(row.count()).isEqualTo(2));
    }

    @Test
    default void aggregate_overItsBudgetSaysWhich() {
        TenantId tenant = freshTenant();
        TestMetric sale = TestMetric.of(tenant, "sales");
        for (int hour = 10; hour < 13; hour++) {
            TestMetric at = sale.at("2025-01-15T%d:00:00Z".formatted(hour));
            write(at, at.with("shop", "a"), at.with("shop", "b"), at.with("shop", "b"));
        }

        assertThat(budgeted(tenant, 9, 3)).isInstanceOf(AggregateResult.Rows.class);
        assertThat(budgeted(tenant, 8, 3))
                .isEqualTo(new AggregateResult.OverBudget(AggregateResult.Budget.ROWS));
        assertThat(budgeted(tenant, 9, 2))
                .isEqualTo(new AggregateResult.OverBudget(AggregateResult.Budget.GROUPS));
        assertThat(budgeted(tenant, 1, 1)).isInstanceOf(AggregateResult.OverBudget.class);
    }

    private AggregateResult budgeted(TenantId tenant, int rows, int groups) {
        return storage()
                .reader()
                .aggregate(
                        tenant,
                        TestQueries.aggregate("sales")
                                .every(Interval.ONE_HOUR)
                                .groupBy("shop")
                                .budget(new QueryBudget(Duration.ofSeconds(60), rows, groups))
                                .build());
    }
}
