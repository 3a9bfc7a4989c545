package com.ayvlo.metrics.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.query.RawRow;
import com.ayvlo.metrics.domain.storage.Block;
import com.ayvlo.metrics.domain.storage.BlockWriter;
import com.ayvlo.metrics.domain.tenant.TenantId;

import org.junit.jupiter.api.Test;

import java.util.stream.Stream;

/** What every {@link BlockWriter} promises about blocks that come again, and about positions. */
public interface BlockTokenContract extends StorageContract {
    @Test
    default void write_repeatedUnderItsTokenChangesNothing() {
        TenantId tenant = freshTenant();
        Blocks blocks = Blocks.ofNewNode();
        Block block =
                blocks.next(
                        TestMetric.of(tenant, "sales").value(1),
                        TestMetric.of(tenant, "sales").value(2));

        storage().writer().write(block);
        storage().writer().write(block);

        assertThat(count(tenant, "sales")).isEqualTo(2);
        assertThat(rows(tenant, "sales")).hasSize(2);
        assertThat(storage().writer().lastApplied(blocks.node())).isEqualTo(2);
    }

    @Test
    default void write_repeatedBehindLaterBlocksChangesNothing() {
        TenantId tenant = freshTenant();
        Blocks blocks = Blocks.ofNewNode();
        Blocks ofOtherNode = Blocks.ofNewNode();
        TestMetric sale = TestMetric.of(tenant, "sales");
        Block first = blocks.next(sale.value(1));
        Block second = blocks.next(sale.value(2), sale.value(2));

        Stream.of(first, second, first, ofOtherNode.next(sale.value(3)), second, first)
                .forEach(storage().writer()::write);

        assertThat(rows(tenant, "sales"))
                .extracting(RawRow::value)
                .containsExactly(1.0, 2.0, 2.0, 3.0);
        assertThat(storage().writer().lastApplied(blocks.node())).isEqualTo(3);
    }

    @Test
    default void write_goesOnAfterARepeat() {
        TenantId tenant = freshTenant();
        Blocks blocks = Blocks.ofNewNode();
        Block first = blocks.next(TestMetric.of(tenant, "sales").with("shop", "a"));

        storage().writer().write(first);
        storage().writer().write(first);
        storage().writer().write(blocks.next(TestMetric.of(tenant, "sales").with("shop", "b")));

        assertThat(count(tenant, "sales")).isEqualTo(2);
        assertThat(storage().writer().lastApplied(blocks.node())).isEqualTo(2);
    }

    @Test
    default void write_equalBlocksOfTwoNodesBothCount() {
        TenantId tenant = freshTenant();
        TestMetric sale = TestMetric.of(tenant, "sales");

        storage().writer().write(Blocks.ofNewNode().next(sale));
        storage().writer().write(Blocks.ofNewNode().next(sale));

        assertThat(count(tenant, "sales")).isEqualTo(2);
    }

    @Test
    default void write_equalBlocksOfOneNodeBothCount() {
        TenantId tenant = freshTenant();
        Blocks blocks = Blocks.ofNewNode();
        TestMetric sale = TestMetric.of(tenant, "sales");

        storage().writer().write(blocks.next(sale));
        storage().writer().write(blocks.next(sale));

        assertThat(count(tenant, "sales")).isEqualTo(2);
    }

    @Test
    default void lastApplied_isZeroForAnUnknownNode() {
        assertThat(storage().writer().lastApplied(Blocks.ofNewNode().node())).isZero();
    }

    @Test
    default void lastApplied_isTheLastPositionOfEachNode() {
        TenantId tenant = freshTenant();
        Blocks one = Blocks.ofNewNode();
        Blocks two = Blocks.after(Blocks.ofNewNode().node(), 5_000_000_000L);
        TestMetric sale = TestMetric.of(tenant, "sales");
        BlockWriter writer = storage().writer();

        writer.write(one.next(sale, sale));
        writer.write(two.next(sale));
        writer.write(one.next(sale));

        assertThat(writer.lastApplied(one.node())).isEqualTo(3);
        assertThat(writer.lastApplied(two.node())).isEqualTo(5_000_000_001L);
        assertThat(count(tenant, "sales")).isEqualTo(4);
    }

    @Test
    default void secured_isNeverAheadOfWhatIsApplied() {
        TenantId tenant = freshTenant();
        Blocks blocks = Blocks.ofNewNode();
        BlockWriter writer = storage().writer();

        assertThat(writer.secured(blocks.node())).isZero();
        writer.write(blocks.next(TestMetric.of(tenant, "sales")));
        assertThat(writer.secured(blocks.node())).isBetween(0L, 1L);
        writer.secure();
        assertThat(writer.secured(blocks.node())).isEqualTo(1);
    }

    @Test
    default void probe_keepsNothing() {
        TenantId tenant = freshTenant();
        Blocks blocks = Blocks.ofNewNode();
        TestMetric sale = TestMetric.of(tenant, "sales").with("region", "new");
        BlockWriter writer = storage().writer();

        writer.probe(TestMetrics.batch(sale, sale));

        assertThat(names(tenant)).isEmpty();
        assertThat(writer.lastApplied(blocks.node())).isZero();
        writer.write(blocks.next(sale));
        assertThat(rows(tenant, "sales")).containsExactly(sale.row());
    }
}
