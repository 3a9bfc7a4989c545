package com.ayvlo.metrics.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.query.RawPage;
import com.ayvlo.metrics.domain.query.RawRow;
import com.ayvlo.metrics.domain.query.TimeRange;
import com.ayvlo.metrics.domain.storage.MetricReader;
import com.ayvlo.metrics.domain.tenant.TenantId;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What {@link MetricReader#raw} of every storage promises. */
public interface RawReaderContract extends StorageContract {
    @Test
    default void raw_isEmptyForAMetricThatNobodySent() {
        TenantId tenant = freshTenant();
        RawPage nothing = new RawPage(List.of(), false);

        assertThat(storage().reader().raw(tenant, TestQueries.raw("sales").build()))
                .isEqualTo(nothing);
        write(TestMetric.of(tenant, "sales"));
        assertThat(storage().reader().raw(tenant, TestQueries.raw("Sales").build()))
                .isEqualTo(nothing);
        assertThat(rows(tenant, TestQueries.raw("sales").range(TimeRange.NONE))).isEmpty();
    }

    @Test
    default void raw_seesOnlyTheTenant() {
        TenantId one = freshTenant();
        TenantId two = freshTenant();
        TestMetric sale = TestMetric.of(one, "sales").with("shop", "a").metadata("by", "card");

        write(sale.value(1), sale.of(two).value(2), sale.value(3));
        write(sale.of(two).value(4));

        assertThat(rows(one, "sales")).containsExactly(sale.value(1).row(), sale.value(3).row());
        assertThat(rows(two, "sales")).containsExactly(sale.value(2).row(), sale.value(4).row());
        assertThat(rows(freshTenant(), "sales")).isEmpty();
    }

    @Test
    default void raw_rangeIsHalfOpenByTheMillisecond() {
        TenantId tenant = freshTenant();
        TestMetric sale = TestMetric.of(tenant, "sales");
        long noon = Instant.parse("2025-01-15T12:00:00Z").toEpochMilli();
        write(sale.at(noon - 1), sale.at(noon), sale.at(noon + 1), sale.at(noon + 2));

        assertThat(rows(tenant, TestQueries.raw("sales").range(millis(noon, noon + 2))))
                .containsExactly(sale.at(noon).row(), sale.at(noon + 1).row());
        assertThat(rows(tenant, TestQueries.raw("sales").range(millis(noon - 1, noon))))
                .containsExactly(sale.at(noon - 1).row());
        assertThat(rows(tenant, TestQueries.raw("sales").range(millis(noon + 3, noon + 9))))
                .isEmpty();
    }

    @Test
    default void raw_sortsByTimeDimensionsValueMetadata() {
        TenantId tenant = freshTenant();
        TestMetric sale = TestMetric.of(tenant, "sales");
        TestMetric later = sale.at(sale.epochMillis() + 1);
        List<TestMetric> inOrder =
                List.of(
                        sale.value(-2),
                        sale.value(0),
                        sale.value(0.5),
                        sale.value(9).metadata("k", "b"),
                        sale.value(10).metadata("k", "a"),
                        sale.value(10).metadata("k", "a\u0301"),
                        sale.value(10).metadata("k", "\uffff"),
                        sale.value(10).metadata("k", "\uD83D\uDE00"),
                        sale.value(3).with("B", "1"),
                        sale.value(2).with("a", "A"),
                        sale.value(1).with("a", "a"),
                        sale.value(1).with("a", "a").with("b", "a"),
                        sale.value(0).with("a", "a "),
                        sale.value(0).with("a", "é"),
                        sale.value(0).with("a", "\uffff"),
                        sale.value(0).with("a", "\uD83D\uDE00"),
                        later.value(-5));

        write(inOrder.reversed());

        assertThat(rows(tenant, "sales"))
                .containsExactlyElementsOf(inOrder.stream().map(TestMetric::row).toList());
    }

    @Test
    default void raw_filterSelectsSeriesThatHaveAtLeastItsDimensions() {
        TenantId tenant = freshTenant();
        TestMetric sale = TestMetric.of(tenant, "sales");
        TestMetric eu = sale.with("region", "eu");
        TestMetric euPro = eu.with("plan", "pro");
        TestMetric usPro = sale.with("region", "us").with("plan", "pro");
        write(sale, eu, euPro, usPro);

        assertThat(rows(tenant, TestQueries.raw("sales").filter("region", "eu")))
                .containsExactlyInAnyOrder(eu.row(), euPro.row());
        assertThat(rows(tenant, TestQueries.raw("sales").filter("plan", "pro")))
                .containsExactlyInAnyOrder(euPro.row(), usPro.row());
        assertThat(rows(tenant, TestQueries.raw("sales").filter(euPro.dimensions())))
                .containsExactly(euPro.row());
        assertThat(rows(tenant, TestQueries.raw("sales").filter("region", "e"))).isEmpty();
        assertThat(rows(tenant, TestQueries.raw("sales").filter("region", "EU"))).isEmpty();
        assertThat(rows(tenant, TestQueries.raw("sales").filter("nowhere", "eu"))).isEmpty();
        assertThat(rows(tenant, TestQueries.raw("sales").filter(crossed()))).isEmpty();
    }

    @Test
    default void raw_pagesGiveEachRowOnce() {
        TenantId tenant = freshTenant();
        List<TestMetric> metrics = new ArrayList<>();
        for (int i = 0; i < 36; i++) {
            metrics.add(
                    TestMetric.of(tenant, "sales")
                            .at(TestMetric.START.plusMillis(i % 2))
                            .with("shop", "s" + i % 3)
                            .value(i % 4 < 2 ? 1 : 2)
                            .metadata("k", "v" + i % 4));
        }
        write(metrics);
        write(metrics.subList(0, 7));
        List<RawRow> all = rows(tenant, "sales");

        assertThat(all).hasSize(43).isSorted().doesNotHaveDuplicates();
        for (int limit : List.of(1, 2, 3, 42, 43, 44)) {
            assertThat(paged(tenant, limit)).as("limit %d", limit).isEqualTo(all);
        }
    }

    @Test
    default void raw_pageStartsBehindARowThatIsNotThere() {
        TenantId tenant = freshTenant();
        TestMetric sale = TestMetric.of(tenant, "sales").with("shop", "b");
        write(sale.value(1), sale.value(1), sale.value(3));

        assertThat(rows(tenant, TestQueries.raw("sales").after(sale.value(2).row())))
                .containsExactly(sale.value(3).row());
        assertThat(rows(tenant, TestQueries.raw("sales").after(sale.value(1).row(7))))
                .containsExactly(sale.value(3).row());
        assertThat(rows(tenant, TestQueries.raw("sales").after(sale.with("shop", "a").row())))
                .hasSize(3);
        assertThat(rows(tenant, TestQueries.raw("sales").after(sale.with("shop", "c").row())))
                .isEmpty();
    }

    @Test
    default void raw_occurrenceIsTheSameInEveryPageAndRange() {
        TenantId tenant = freshTenant();
        TestMetric sale = TestMetric.of(tenant, "sales").with("shop", "a");
        write(sale, sale, sale, sale.with("shop", "b"));

        TestQueries.Raw query = TestQueries.raw("sales").filter("shop", "a").after(sale.row(1));
        assertThat(rows(tenant, query)).containsExactly(sale.row(2));
        assertThat(rows(tenant, query.range(millis(sale.epochMillis(), sale.epochMillis() + 1))))
                .containsExactly(sale.row(2));
    }

    private List<RawRow> paged(TenantId tenant, int limit) {
        List<RawRow> all = new ArrayList<>();
        TestQueries.Raw query = TestQueries.raw("sales").limit(limit);
        boolean more = true;
        while (more) {
            RawPage page = storage().reader().raw(tenant, query.build());
            assertThat(page.rows()).hasSizeBetween(1, limit);
            all.addAll(page.rows());
            query.after(page.rows().getLast());
            more = page.more();
        }
        return all;
    }

    private static TimeRange millis(long from, long to) {
        return new TimeRange(Instant.ofEpochMilli(from), Instant.ofEpochMilli(to));
    }

    private static Dimensions crossed() {
        return Dimensions.of(Map.of("region", "us", "plan", "eu"));
    }
}
