package com.ayvlo.metrics.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.query.Interval;
import com.ayvlo.metrics.domain.storage.Block;
import com.ayvlo.metrics.domain.storage.MetricStorage;
import com.ayvlo.metrics.domain.tenant.TenantId;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/** What a storage promises that outlives the process. */
public interface DurabilityContract extends StorageContract {
    /**
     * Closes the storage and opens it again on the same data; from then on {@link #storage()} is
     * the new one.
     */
    MetricStorage reopen();

    @Test
    default void reopen_keepsEveryMetric() {
        TenantId tenant = freshTenant();
        TestMetric sale =
                TestMetric.of(tenant, "sales").with("shop", "é 😀").metadata("by", "\"card\"");
        write(sale, sale, sale.value(-0.5).with("till", "1"));
        reopen();

        assertThat(rows(tenant, "sales"))
                .containsExactly(
                        sale.row(0), sale.row(1), sale.value(-0.5).with("till", "1").row());
        assertThat(count(tenant, "sales")).isEqualTo(3);
        assertThat(names(tenant)).containsExactly("sales");
    }

    @Test
    default void reopen_knowsTheSeriesItHad() {
        TenantId tenant = freshTenant();
        TestMetric sale = TestMetric.of(tenant, "sales").with("shop", "a");
        write(sale, sale.with("shop", "b"));
        reopen();
        write(sale.value(2), sale.with("shop", "c").value(3));
        reopen();
        write(sale.with("shop", "b").value(4), TestMetric.of(tenant, "visits").with("shop", "a"));

        assertThat(rows(tenant, TestQueries.raw("sales").filter("shop", "a")))
                .containsExactly(sale.row(), sale.value(2).row());
        assertThat(rows(tenant, TestQueries.raw("sales").filter("shop", "b"))).hasSize(2);
        assertThat(aggregate(tenant, TestQueries.aggregate("sales").groupBy("shop")))
                .extracting("count")
                .containsExactly(2L, 2L, 1L);
        assertThat(names(tenant)).containsExactly("sales", "visits");
    }

    @Test
    default void reopen_recognisesRepeatedBlocks() {
        TenantId tenant = freshTenant();
        Blocks blocks = Blocks.ofNewNode();
        TestMetric sale = TestMetric.of(tenant, "sales");
        Block first = blocks.next(sale, sale);
        Block second = blocks.next(sale);
        storage().writer().write(first);
        storage().writer().write(second);
        reopen();

        assertThat(storage().writer().lastApplied(blocks.node())).isEqualTo(3);
        storage().writer().write(second);
        storage().writer().write(first);
        storage().writer().write(blocks.next(sale.value(2)));
        assertThat(count(tenant, "sales")).isEqualTo(4);
        assertThat(storage().writer().lastApplied(blocks.node())).isEqualTo(4);
    }

    @Test
    default void reopen_keepsWhatWasDeletedDeleted() {
        TenantId tenant = freshTenant();
        Blocks blocks = Blocks.ofNewNode();
        TestMetric sale = TestMetric.of(tenant, "sales");
        TestMetric old = sale.at(TestMetric.START.minus(Duration.ofDays(400))).with("shop", "old");
        storage().writer().write(blocks.next(old, sale));
        storage().writer().write(blocks.next(old));
        storage().retention().deleteBefore(tenant, TestMetric.START);
        reopen();

        assertThat(rows(tenant, "sales")).containsExactly(sale.row());
        assertThat(aggregate(tenant, TestQueries.aggregate("sales").every(Interval.ONE_HOUR)))
                .extracting("count")
                .containsExactly(1L);
        assertThat(
                        storage()
                                .catalog()
                                .dimensionKeys(tenant, sale.name(), TestQueries.catalog().build())
                                .names())
                .isEmpty();
        assertThat(storage().writer().lastApplied(blocks.node())).isEqualTo(3);
    }

    @Test
    default void reopen_ofAnEmptyStorageIsEmpty() {
        reopen();

        assertThat(names(freshTenant())).isEmpty();
        assertThat(storage().writer().lastApplied(Blocks.ofNewNode().node())).isZero();
    }
}
