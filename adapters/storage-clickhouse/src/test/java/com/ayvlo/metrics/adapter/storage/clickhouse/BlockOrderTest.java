package com.ayvlo.metrics.adapter.storage.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.metric.MetricBatch;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.testkit.TestMetric;
import com.ayvlo.metrics.testkit.TestMetrics;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class BlockOrderTest {
    @Test
    void sortsByTenantNameAndTimeAndKeepsTheRest() {
        Random random = new Random(3);
        List<TenantId> tenants = Stream.generate(TestMetrics::freshTenant).limit(5).toList();
        List<TestMetric> metrics =
                IntStream.range(0, 5000)
                        .mapToObj(
                                i ->
                                        TestMetric.of(
                                                        tenants.get(random.nextInt(5)),
                                                        "m" + random.nextInt(20))
                                                .with("host", "h" + random.nextInt(50))
                                                .at(random.nextLong(4_000_000_000_000L) / 1000)
                                                .value(i))
                        .toList();
        MetricBatch batch = TestMetrics.batch(metrics);

        BlockOrder block = new BlockOrder(batch, new SeriesNumbers());

        assertThat(Arrays.stream(block.order()).boxed().map(metrics::get))
                .containsExactlyElementsOf(
                        metrics.stream()
                                .sorted(
                                        Comparator.comparing((TestMetric m) -> m.tenant().value())
                                                .thenComparing(m -> m.name().value())
                                                .thenComparingLong(TestMetric::epochMillis)
                                                .thenComparingDouble(TestMetric::value))
                                .toList());
    }

    @Test
    void sortsNothing() {
        assertThat(new BlockOrder(MetricBatch.EMPTY, new SeriesNumbers()).order()).isEmpty();
    }
}
