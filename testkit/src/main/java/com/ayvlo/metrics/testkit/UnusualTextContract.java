package com.ayvlo.metrics.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.metric.Metadata;
import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.query.AggregateRow;
import com.ayvlo.metrics.domain.tenant.TenantId;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** That a storage gives back every text that the service accepts, and finds metrics by it. */
public interface UnusualTextContract extends StorageContract {
    @Test
    default void text_ofDimensionsIsKept() {
        TenantId tenant = freshTenant();
        List<TestMetric> metrics =
                TestMetrics.UNUSUAL_TEXTS.stream()
                        .map(text -> TestMetric.of(tenant, "sales").with("key", text))
                        .toList();
        write(metrics);

        assertThat(rows(tenant, "sales"))
                .containsExactlyElementsOf(metrics.stream().map(TestMetric::row).sorted().toList());
        for (TestMetric metric : metrics) {
            assertThat(rows(tenant, TestQueries.raw("sales").filter(metric.dimensions())))
                    .containsExactly(metric.row());
            assertThat(
                            aggregate(
                                    tenant,
                                    TestQueries.aggregate("sales").filter(metric.dimensions())))
                    .extracting(AggregateRow::count)
                    .containsExactly(1L);
        }
    }

    @Test
    default void text_ofGroupsIsKept() {
        TenantId tenant = freshTenant();
        write(
                TestMetrics.UNUSUAL_TEXTS.stream()
                        .map(text -> TestMetric.of(tenant, "sales").with("key", text))
                        .toList());

        assertThat(aggregate(tenant, TestQueries.aggregate("sales").groupBy("key")))
                .extracting(AggregateRow::group)
                .containsExactlyElementsOf(
                        TestMetrics.UNUSUAL_TEXTS.stream()
                                .map(text -> Dimensions.of(Map.of("key", text)))
                                .sorted()
                                .toList());
    }

    @Test
    default void text_ofMetadataIsKept() {
        TenantId tenant = freshTenant();
        TestMetric sale = TestMetric.of(tenant, "sales");
        List<TestMetric> metrics =
                Stream.concat(
                                Stream.of(
                                        Metadata.NONE,
                                        Metadata.of(Map.of("", "")),
                                        Metadata.of(Map.of("k", "\u0000\u0001\r\u007f\u0085")),
                                        Metadata.of(Map.of("k", "x".repeat(4088))),
                                        Metadata.of(Map.of("a", "1", "b", "2", "Ü", "3"))),
                                TestMetrics.UNUSUAL_TEXTS.stream()
                                        .map(text -> Metadata.of(Map.of(text, text))))
                        .map(sale::metadata)
                        .toList();
        write(metrics);

        assertThat(rows(tenant, "sales"))
                .containsExactlyElementsOf(metrics.stream().map(TestMetric::row).sorted().toList());
    }

    @Test
    default void text_ofNamesAndKeysIsKept() {
        TenantId tenant = freshTenant();
        List<String> names =
                List.of("a", "A", "_", "select", "a.b:c-d/e", "x".repeat(MetricName.MAX_LENGTH));
        write(
                names.stream()
                        .map(name -> TestMetric.of(tenant, name).with(key(name), name))
                        .toList());

        for (String name : names) {
            TestMetric metric = TestMetric.of(tenant, name).with(key(name), name);
            assertThat(rows(tenant, TestQueries.raw(name).filter(metric.dimensions())))
                    .containsExactly(metric.row());
            assertThat(aggregate(tenant, TestQueries.aggregate(name).groupBy(key(name))))
                    .extracting(AggregateRow::group)
                    .containsExactly(metric.dimensions());
        }
    }

    @Test
    default void text_ofTheMostAndLongestDimensionsIsKept() {
        TenantId tenant = freshTenant();
        Map<String, String> pairs = new HashMap<>();
        for (int i = 0; i < Dimensions.MAX_COUNT; i++) {
            pairs.put(
                    ("k" + i + "_").repeat(40).substring(0, Dimensions.MAX_KEY_LENGTH),
                    ("é" + i + "😀").repeat(400).substring(0, 300));
        }
        TestMetric most = TestMetric.of(tenant, "sales").with(Dimensions.of(pairs));
        TestMetric none = TestMetric.of(tenant, "sales");
        write(most, none, most);

        assertThat(rows(tenant, "sales")).containsExactly(none.row(), most.row(0), most.row(1));
        assertThat(rows(tenant, TestQueries.raw("sales").filter(most.dimensions()))).hasSize(2);
        assertThat(
                        aggregate(
                                tenant,
                                TestQueries.aggregate("sales")
                                        .groupBy(pairs.keySet().toArray(String[]::new))))
                .extracting(AggregateRow::group)
                .containsExactly(Dimensions.NONE, most.dimensions());
    }

    private static String key(String name) {
        return name.substring(0, Math.min(name.length(), Dimensions.MAX_KEY_LENGTH));
    }
}
