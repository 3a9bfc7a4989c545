package com.ayvlo.metrics.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.metric.MetricTime;
import com.ayvlo.metrics.domain.query.RawRow;
import com.ayvlo.metrics.domain.storage.Block;
import com.ayvlo.metrics.domain.storage.BlockWriter;
import com.ayvlo.metrics.domain.tenant.TenantId;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What every {@link BlockWriter} promises. */
public interface BlockWriterContract extends StorageContract {
    @Test
    default void write_isSeenByTheNextQuery() {
        TenantId tenant = freshTenant();
        for (int i = 1; i <= 20; i++) {
            write(TestMetric.of(tenant, "sales").value(i));
            assertThat(rows(tenant, "sales")).hasSize(i);
            assertThat(count(tenant, "sales")).isEqualTo(i);
        }
    }

    @Test
    default void write_countsEqualMetricsTwice() {
        TenantId tenant = freshTenant();
        TestMetric sale = TestMetric.of(tenant, "sales").with("shop", "a").metadata("by", "card");

        write(sale, sale);
        write(sale);

        assertThat(count(tenant, "sales")).isEqualTo(3);
        assertThat(rows(tenant, "sales")).containsExactly(sale.row(0), sale.row(1), sale.row(2));
    }

    @Test
    default void write_keepsTheTenantsOfABlockApart() {
        List<TenantId> tenants = Stream.generate(this::freshTenant).limit(50).toList();
        List<TestMetric> metrics = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            TenantId tenant = tenants.get(i % 50);
            metrics.add(TestMetric.of(tenant, "sales").with("shop", "a").value(i % 50));
        }

        write(metrics);

        for (int i = 0; i < 50; i++) {
            assertThat(rows(tenants.get(i), "sales"))
                    .hasSize(10)
                    .extracting(RawRow::value)
                    .containsOnly((double) i);
            assertThat(count(tenants.get(i), "sales")).isEqualTo(10);
        }
    }

    @Test
    default void write_keepsSeriesOfOneMetricApart() {
        TenantId tenant = freshTenant();
        TestMetric sale = TestMetric.of(tenant, "sales");
        List<TestMetric> metrics =
                List.of(
                        sale,
                        sale.with("a", "b"),
                        sale.with("a", "b").with("c", "d"),
                        sale.with("a", "bc").with("d", "e"),
                        sale.with("ab", "c"));

        write(metrics);

        assertThat(rows(tenant, "sales"))
                .containsExactlyElementsOf(metrics.stream().map(TestMetric::row).toList());
    }

    @Test
    default void write_takesTimesInAnyOrder() {
        TenantId tenant = freshTenant();
        TestMetric sale = TestMetric.of(tenant, "sales");

        write(sale.at("2025-03-01T00:00:00Z"), sale.at("2025-01-01T00:00:00Z"));
        write(sale.at("2024-12-31T23:59:59.999Z"), sale.at("2025-02-01T00:00:00Z"));
        write(sale.at("2001-01-01T00:00:00.001Z"));

        assertThat(rows(tenant, "sales"))
                .containsExactly(
                        sale.at("2001-01-01T00:00:00.001Z").row(),
                        sale.at("2024-12-31T23:59:59.999Z").row(),
                        sale.at("2025-01-01T00:00:00Z").row(),
                        sale.at("2025-02-01T00:00:00Z").row(),
                        sale.at("2025-03-01T00:00:00Z").row());
        assertThat(aggregate(tenant, TestQueries.aggregate("sales")))
                .extracting("count")
                .containsExactly(1L, 1L, 3L);
    }

    @Test
    default void write_keepsTheFirstAndTheLastTime() {
        TenantId tenant = freshTenant();
        TestMetric sale = TestMetric.of(tenant, "sales");

        write(sale.at(MetricTime.FIRST), sale.at(MetricTime.END.minusMillis(1)));

        assertThat(rows(tenant, "sales"))
                .containsExactly(
                        sale.at(MetricTime.FIRST).row(),
                        sale.at(MetricTime.END.minusMillis(1)).row());
    }

    @Test
    default void write_keepsExtremeValues() {
        TenantId tenant = freshTenant();
        double[] values = {
            -Double.MAX_VALUE,
            -1e300,
            -1,
            -1e-300,
            -Double.MIN_VALUE,
            0,
            Double.MIN_VALUE,
            Double.MIN_NORMAL,
            1e-300,
            0.1 + 0.2,
            Math.nextDown(1),
            1,
            9007199254740991.0,
            1e22,
            Double.MAX_VALUE
        };

        write(
                DoubleStream.of(values)
                        .mapToObj(TestMetric.of(tenant, "sales")::value)
                        .toList()
                        .reversed());

        assertThat(rows(tenant, "sales").stream().mapToDouble(RawRow::value).toArray())
                .containsExactly(values);
    }

    @Test
    default void write_takesTheLargestBlock() {
        TenantId tenant = freshTenant();
        Blocks blocks = Blocks.ofNewNode();
        TestMetric sale = TestMetric.of(tenant, "sales");
        Block block =
                blocks.next(
                        IntStream.range(0, Block.MAX_METRICS)
                                .mapToObj(i -> sale.with("shop", "s" + i % 1000).value(i))
                                .toArray(TestMetric[]::new));

        storage().writer().write(block);

        assertThat(count(tenant, "sales")).isEqualTo(Block.MAX_METRICS);
        assertThat(
                        aggregate(tenant, TestQueries.aggregate("sales").only("max"))
                                .getFirst()
                                .value(0))
                .isEqualTo(Block.MAX_METRICS - 1);
        assertThat(storage().writer().lastApplied(blocks.node())).isEqualTo(Block.MAX_METRICS);
    }
}
