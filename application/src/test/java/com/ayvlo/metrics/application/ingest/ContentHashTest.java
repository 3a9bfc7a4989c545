package com.ayvlo.metrics.application.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.application.Seeds;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.testkit.TestMetric;
import com.ayvlo.metrics.testkit.TestMetrics;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

final class ContentHashTest {
    private final TenantId tenant = TestMetrics.freshTenant();

    private static ContentHash hash(List<TestMetric> metrics) {
        return ContentHash.of(Metrics.batch(new NodeSeriesDictionary(10_000), metrics));
    }

    private static List<TestMetric> changed(TestMetric metric) {
        return List.of(
                metric.value(metric.value() / 2 + 1),
                metric.at(metric.epochMillis() + 1),
                metric.at(metric.epochMillis() + (1L << 33)),
                metric.of(TestMetrics.freshTenant()),
                metric.with("extra", "x"),
                metric.metadata("other", "text"),
                new TestMetric(
                        metric.tenant(),
                        TestMetric.of(metric.tenant(), "another").name(),
                        metric.dimensions(),
                        metric.epochMillis(),
                        metric.value(),
                        metric.metadata()));
    }

    @Test
    void any_change_of_any_row_gives_another_hash() {
        Seeds.each(
                30,
                random -> {
                    List<TestMetric> metrics =
                            Metrics.random(random, tenant, 1 + random.nextInt(20));
                    ContentHash before = hash(metrics);
                    for (int row = 0; row < metrics.size(); row++) {
                        for (TestMetric change : changed(metrics.get(row))) {
                            List<TestMetric> others = new ArrayList<>(metrics);
                            others.set(row, change);
                            if (!change.equals(metrics.get(row))) {
                                assertThat(hash(others)).as("%s", change).isNotEqualTo(before);
                            }
                        }
                    }
                });
    }

    @Test
    void order_number_and_repetition_count() {
        List<TestMetric> metrics = Metrics.numbered(tenant, "m", 1, 4);
        List<TestMetric> swapped = new ArrayList<>(metrics);
        Collections.swap(swapped, 0, 3);
        List<TestMetric> twice = new ArrayList<>(metrics);
        twice.addAll(metrics);

        assertThat(List.of(hash(metrics), hash(swapped), hash(twice), hash(metrics.subList(0, 3))))
                .doesNotHaveDuplicates();
        assertThat(hash(List.of())).isNotEqualTo(hash(metrics));
    }

    @Test
    void another_process_with_other_series_numbers_gets_the_same_hash() {
        NodeSeriesDictionary elsewhere = new NodeSeriesDictionary(10_000);
        Metrics.batch(elsewhere, Metrics.numbered(tenant, "before", 1, 3));
        Seeds.each(
                20,
                random -> {
                    List<TestMetric> metrics = Metrics.random(random, tenant, 50);
                    assertThat(ContentHash.of(Metrics.batch(elsewhere, metrics)))
                            .isEqualTo(hash(metrics));
                });
    }
}
