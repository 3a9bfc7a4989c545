package com.ayvlo.metrics.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.query.CatalogPage;
import com.ayvlo.metrics.domain.query.CatalogQuery;
import com.ayvlo.metrics.domain.query.TimeRange;
import com.ayvlo.metrics.domain.storage.MetricCatalog;
import com.ayvlo.metrics.domain.tenant.TenantId;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What every {@link MetricCatalog} promises. */
public interface MetricCatalogContract extends StorageContract {
    @Test
    default void catalog_isEmptyForATenantThatSentNothing() {
        TenantId tenant = freshTenant();
        CatalogPage nothing = new CatalogPage(List.of(), false);
        CatalogQuery all = TestQueries.catalog().build();

        assertThat(storage().catalog().metricNames(tenant, all)).isEqualTo(nothing);
        assertThat(storage().catalog().dimensionKeys(tenant, sales(), all)).isEqualTo(nothing);
        assertThat(storage().catalog().dimensionValues(tenant, sales(), "shop", all))
                .isEqualTo(nothing);
    }

    @Test
    default void catalog_seesOnlyTheTenant() {
        TenantId one = freshTenant();
        TenantId two = freshTenant();
        write(
                TestMetric.of(one, "sales").with("shop", "a"),
                TestMetric.of(two, "sales").with("shop", "b").with("till", "1"),
                TestMetric.of(two, "visits"));

        assertThat(names(one)).containsExactly("sales");
        assertThat(names(two)).containsExactly("sales", "visits");
        assertThat(keys(one, TestQueries.catalog())).containsExactly("shop");
        assertThat(keys(two, TestQueries.catalog())).containsExactly("shop", "till");
        assertThat(values(one, TestQueries.catalog())).containsExactly("a");
        assertThat(values(two, TestQueries.catalog())).containsExactly("b");
    }

    @Test
    default void catalog_seesOnlyTheMetricAndTheKey() {
        TenantId tenant = freshTenant();
        write(
                TestMetric.of(tenant, "sales").with("shop", "a"),
                TestMetric.of(tenant, "sales").with("till", "b"),
                TestMetric.of(tenant, "visits").with("page", "c").with("shop", "d"));

        assertThat(keys(tenant, TestQueries.catalog())).containsExactly("shop", "till");
        assertThat(values(tenant, TestQueries.catalog())).containsExactly("a");
    }

    @Test
    default void catalog_namesComeByCodePointEachOnce() {
        TenantId tenant = freshTenant();
        List<String> inOrder = List.of("A", "Z", "_", "a", "a-b", "a.b", "a/b", "a:b", "aB", "a_b");
        for (int i = 0; i < 2; i++) {
            write(
                    inOrder.reversed().stream()
                            .flatMap(name -> metricsOf(tenant, name).stream())
                            .toList());
        }

        assertThat(names(tenant)).containsExactlyElementsOf(inOrder);
        assertThat(
                        storage()
                                .catalog()
                                .dimensionKeys(
                                        tenant, new MetricName("a"), TestQueries.catalog().build())
                                .names())
                .containsExactly("A", "a", "a.");
    }

    @Test
    default void catalog_valuesComeByCodePoint() {
        TenantId tenant = freshTenant();
        List<String> inOrder =
                List.of("\t", " ", "1", "10", "2", "A", "a", "ab", "e\u0301", "é", "\uffff", "😀");
        writeValues(tenant, inOrder.reversed());

        assertThat(values(tenant, TestQueries.catalog())).containsExactlyElementsOf(inOrder);
    }

    @Test
    default void catalog_rangeIsHalfOpen() {
        TenantId tenant = freshTenant();
        TestMetric sale = TestMetric.of(tenant, "sales");
        write(
                sale.with("shop", "early").at("2025-01-14T23:59:59.999Z"),
                sale.with("shop", "first").at("2025-01-15T00:00:00Z"),
                sale.with("shop", "last").at("2025-01-15T23:59:59.999Z"),
                sale.with("till", "late").at("2025-01-16T00:00:00Z"),
                TestMetric.of(tenant, "visits").at("2025-01-16T00:00:00Z"));
        TimeRange day = TestQueries.range("2025-01-15T00:00:00Z", "2025-01-16T00:00:00Z");

        assertThat(values(tenant, TestQueries.catalog().range(day)))
                .containsExactly("first", "last");
        assertThat(keys(tenant, TestQueries.catalog().range(day))).containsExactly("shop");
        assertThat(
                        storage()
                                .catalog()
                                .metricNames(tenant, TestQueries.catalog().range(day).build())
                                .names())
                .containsExactly("sales");
        assertThat(values(tenant, TestQueries.catalog().range(TimeRange.NONE))).isEmpty();
    }

    @Test
    default void catalog_prefixIsTakenLiterally() {
        TenantId tenant = freshTenant();
        writeValues(tenant, List.of("%a", "_a", "aa", "ab", "Aa", "a%", "a\\", "\\a", "a*", "'a"));

        assertThat(values(tenant, TestQueries.catalog().prefix("a")))
                .containsExactly("a%", "a*", "a\\", "aa", "ab");
        assertThat(values(tenant, TestQueries.catalog().prefix("%"))).containsExactly("%a");
        assertThat(values(tenant, TestQueries.catalog().prefix("_"))).containsExactly("_a");
        assertThat(values(tenant, TestQueries.catalog().prefix("a%"))).containsExactly("a%");
        assertThat(values(tenant, TestQueries.catalog().prefix("a\\"))).containsExactly("a\\");
        assertThat(values(tenant, TestQueries.catalog().prefix("\\"))).containsExactly("\\a");
        assertThat(values(tenant, TestQueries.catalog().prefix("'"))).containsExactly("'a");
        assertThat(values(tenant, TestQueries.catalog().prefix("abc"))).isEmpty();
    }

    @Test
    default void catalog_pagesGiveEachNameOnce() {
        TenantId tenant = freshTenant();
        List<String> all = new ArrayList<>(TestMetrics.UNUSUAL_TEXTS);
        writeValues(tenant, all);
        List<String> inOrder = values(tenant, TestQueries.catalog());

        assertThat(inOrder).containsExactlyInAnyOrderElementsOf(all);
        for (int limit : List.of(1, 2, 7, all.size() - 1, all.size(), all.size() + 1)) {
            assertThat(paged(limit, query -> valuesPage(tenant, query)))
                    .as("limit %d", limit)
                    .isEqualTo(inOrder);
        }
    }

    @Test
    default void catalog_pageStartsBehindANameThatIsNotThere() {
        TenantId tenant = freshTenant();
        writeValues(tenant, List.of("a", "c", "cc", "e"));

        assertThat(values(tenant, TestQueries.catalog().after("b")))
                .containsExactly("c", "cc", "e");
        assertThat(values(tenant, TestQueries.catalog().after("c").prefix("c")))
                .containsExactly("cc");
        assertThat(values(tenant, TestQueries.catalog().after("z"))).isEmpty();
        assertThat(valuesPage(tenant, TestQueries.catalog().limit(4)).more()).isFalse();
        assertThat(valuesPage(tenant, TestQueries.catalog().limit(3)).more()).isTrue();
    }

    private void writeValues(TenantId tenant, List<String> values) {
        write(values.stream().map(v -> TestMetric.of(tenant, "sales").with("shop", v)).toList());
    }

    private static List<TestMetric> metricsOf(TenantId tenant, String name) {
        TestMetric metric = TestMetric.of(tenant, name);
        return List.of(metric, metric.with("a", "1").with("A", "1"), metric.with("a.", "1"));
    }

    private static List<String> paged(
            int limit, Function<TestQueries.Catalog, CatalogPage> catalog) {
        List<String> all = new ArrayList<>();
        TestQueries.Catalog query = TestQueries.catalog().limit(limit);
        boolean more = true;
        while (more) {
            CatalogPage page = catalog.apply(query);
            assertThat(page.names()).hasSizeBetween(1, limit);
            all.addAll(page.names());
            query.after(page.names().getLast());
            more = page.more();
        }
        return all;
    }

    private List<String> keys(TenantId tenant, TestQueries.Catalog query) {
        return storage().catalog().dimensionKeys(tenant, sales(), query.build()).names();
    }

    private List<String> values(TenantId tenant, TestQueries.Catalog query) {
        return valuesPage(tenant, query).names();
    }

    private CatalogPage valuesPage(TenantId tenant, TestQueries.Catalog query) {
        return storage().catalog().dimensionValues(tenant, sales(), "shop", query.build());
    }

    private static MetricName sales() {
        return new MetricName("sales");
    }
}
