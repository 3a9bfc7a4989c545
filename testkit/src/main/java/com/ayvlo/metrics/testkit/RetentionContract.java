package com.ayvlo.metrics.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.query.AggregateRow;
import com.ayvlo.metrics.domain.query.Interval;
import com.ayvlo.metrics.domain.storage.Block;
import com.ayvlo.metrics.domain.storage.RetentionEnforcer;
import com.ayvlo.metrics.domain.tenant.TenantId;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** What every {@link RetentionEnforcer} promises. */
public interface RetentionContract extends StorageContract {
    /** Where the tests cut: on an hour, as the service does. */
    Instant CUTOFF = Instant.parse("2025-01-15T10:00:00Z");

    @Test
    default void deleteBefore_deletesWhatIsOlderAndNothingElse() {
        TenantId tenant = freshTenant();
        TestMetric sale = TestMetric.of(tenant, "sales").with("shop", "a");
        write(
                sale.at("1970-01-01T00:00:00Z"),
                sale.at(CUTOFF.minusMillis(1)),
                sale.at(CUTOFF.minusMillis(1)),
                sale.at(CUTOFF),
                sale.at(CUTOFF.plusMillis(1)));

        assertThat(storage().retention().deleteBefore(tenant, CUTOFF)).isEqualTo(3);

        assertThat(rows(tenant, "sales"))
                .containsExactly(sale.at(CUTOFF).row(), sale.at(CUTOFF.plusMillis(1)).row());
        assertThat(count(tenant, "sales")).isEqualTo(2);
        assertThat(storage().retention().deleteBefore(tenant, CUTOFF)).isZero();
    }

    @Test
    default void deleteBefore_cutsInsideAnHour() {
        TenantId tenant = freshTenant();
        TestMetric sale = TestMetric.of(tenant, "sales");
        write(IntStream.range(0, 60).mapToObj(i -> sale.at(CUTOFF.plusSeconds(i * 60L))).toList());
        assertThat(hours(tenant)).containsExactly(60L);

        assertThat(storage().retention().deleteBefore(tenant, CUTOFF.plusSeconds(1800)))
                .isEqualTo(30);

        assertThat(hours(tenant)).containsExactly(30L);
    }

    @Test
    default void deleteBefore_leavesOtherTenantsAlone() {
        TenantId one = freshTenant();
        TenantId two = freshTenant();
        TestMetric old = TestMetric.of(one, "sales").with("shop", "a").at("2024-01-01T00:00:00Z");
        write(old, old.of(two), old, old.of(two));

        assertThat(storage().retention().deleteBefore(one, CUTOFF)).isEqualTo(2);

        assertThat(rows(one, "sales")).isEmpty();
        assertThat(rows(two, "sales")).containsExactly(old.row(0), old.row(1));
        assertThat(count(two, "sales")).isEqualTo(2);
        assertThat(names(two)).containsExactly("sales");
    }

    @Test
    default void deleteBefore_takesNamesOutOfTheCatalog() {
        TenantId tenant = freshTenant();
        TestMetric sale = TestMetric.of(tenant, "sales");
        write(
                sale.with("shop", "gone").with("till", "1").at("2024-01-01T00:00:00Z"),
                sale.with("shop", "here").at(CUTOFF),
                TestMetric.of(tenant, "visits").at("2024-01-01T00:00:00Z"));

        storage().retention().deleteBefore(tenant, CUTOFF);

        assertThat(names(tenant)).containsExactly("sales");
        assertThat(
                        storage()
                                .catalog()
                                .dimensionKeys(tenant, sale.name(), TestQueries.catalog().build())
                                .names())
                .containsExactly("shop");
        assertThat(
                        storage()
                                .catalog()
                                .dimensionValues(
                                        tenant, sale.name(), "shop", TestQueries.catalog().build())
                                .names())
                .containsExactly("here");
    }

    @Test
    default void deleteBefore_letsADeletedSeriesComeBack() {
        TenantId tenant = freshTenant();
        TestMetric old =
                TestMetric.of(tenant, "sales").with("shop", "a").at("2024-01-01T00:00:00Z");
        write(old);
        storage().retention().deleteBefore(tenant, CUTOFF);

        write(old.at(CUTOFF), old);

        assertThat(rows(tenant, "sales")).containsExactly(old.row(), old.at(CUTOFF).row());
        assertThat(names(tenant)).containsExactly("sales");
    }

    @Test
    default void deleteBefore_keepsRepeatsRecognised() {
        TenantId tenant = freshTenant();
        Blocks blocks = Blocks.ofNewNode();
        Block block = blocks.next(TestMetric.of(tenant, "sales").at("2024-01-01T00:00:00Z"));
        storage().writer().write(block);
        storage().retention().deleteBefore(tenant, CUTOFF);

        storage().writer().write(block);

        assertThat(rows(tenant, "sales")).isEmpty();
        assertThat(storage().writer().lastApplied(blocks.node())).isEqualTo(1);
    }

    @Test
    default void deleteBefore_takesAnyCutoff() {
        TenantId tenant = freshTenant();
        TestMetric sale = TestMetric.of(tenant, "sales");
        write(sale.at(CUTOFF), sale.at(CUTOFF.plusMillis(1)));
        RetentionEnforcer retention = storage().retention();

        assertThat(retention.deleteBefore(freshTenant(), CUTOFF)).isZero();
        assertThat(retention.deleteBefore(tenant, Instant.MIN)).isZero();
        assertThat(retention.deleteBefore(tenant, Instant.EPOCH.minusSeconds(1))).isZero();
        assertThat(retention.deleteBefore(tenant, CUTOFF.plusNanos(1))).isEqualTo(1);
        assertThat(rows(tenant, "sales")).containsExactly(sale.at(CUTOFF.plusMillis(1)).row());
        assertThat(retention.deleteBefore(tenant, Instant.MAX)).isEqualTo(1);
        assertThat(rows(tenant, "sales")).isEmpty();
    }

    private List<Long> hours(TenantId tenant) {
        return aggregate(tenant, TestQueries.aggregate("sales").every(Interval.ONE_HOUR)).stream()
                .map(AggregateRow::count)
                .toList();
    }
}
