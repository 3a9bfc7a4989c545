package com.ayvlo.metrics.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.ayvlo.metrics.domain.query.CatalogQuery;
import com.ayvlo.metrics.domain.query.QueryBudget;
import com.ayvlo.metrics.domain.storage.Block;
import com.ayvlo.metrics.domain.storage.BlockWriter;
import com.ayvlo.metrics.domain.storage.MetricCatalog;
import com.ayvlo.metrics.domain.storage.MetricReader;
import com.ayvlo.metrics.domain.storage.MetricStorage;
import com.ayvlo.metrics.domain.storage.RetentionEnforcer;
import com.ayvlo.metrics.domain.storage.StorageException;
import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.TenantId;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** What every {@link MetricStorage} promises about health, its end and stopped work. */
public interface StorageLifeContract extends StorageContract {
    @Test
    default void check_isUpWhileOpen() {
        assertThat(storage().check().status()).isEqualTo(Health.Status.UP);
        assertThat(storage().check().detail()).isNotBlank().doesNotContain("\n");
    }

    @Test
    default void check_isDownOnceClosed() {
        storage().close();

        assertThat(storage().check().status()).isEqualTo(Health.Status.DOWN);
        assertThat(storage().check().detail()).isNotBlank();
    }

    @Test
    default void close_makesEveryMethodUnavailable() {
        TenantId tenant = freshTenant();
        TestMetric sale = TestMetric.of(tenant, "sales");
        Blocks blocks = Blocks.ofNewNode();
        Block written = blocks.next(sale);
        BlockWriter writer = storage().writer();
        MetricReader reader = storage().reader();
        MetricCatalog catalog = storage().catalog();
        RetentionEnforcer retention = storage().retention();
        CatalogQuery all = TestQueries.catalog().build();
        writer.write(written);

        storage().close();

        assertUnavailable(() -> writer.write(written));
        assertUnavailable(() -> writer.write(blocks.next(sale)));
        assertUnavailable(() -> writer.lastApplied(blocks.node()));
        assertUnavailable(() -> reader.raw(tenant, TestQueries.raw("sales").build()));
        assertUnavailable(() -> reader.aggregate(tenant, TestQueries.aggregate("sales").build()));
        assertUnavailable(() -> catalog.metricNames(tenant, all));
        assertUnavailable(() -> catalog.dimensionKeys(tenant, sale.name(), all));
        assertUnavailable(() -> catalog.dimensionValues(tenant, sale.name(), "shop", all));
        assertUnavailable(() -> retention.deleteBefore(tenant, TestMetric.START));
    }

    @Test
    default void close_twiceDoesNothing() {
        write(TestMetric.of(freshTenant(), "sales"));

        storage().close();
        storage().close();

        assertThat(storage().check().status()).isEqualTo(Health.Status.DOWN);
    }

    /** Whether the time is up before the answer is ready depends on the machine: both are right. */
    @Test
    @Timeout(60)
    default void query_withoutTimeTimesOutOrIsRight() {
        TenantId tenant = writeMany();
        QueryBudget hurry = QueryBudget.of(Duration.ofNanos(1));

        try {
            assertThat(
                            aggregate(tenant, TestQueries.aggregate("sales").budget(hurry))
                                    .getFirst()
                                    .count())
                    .isEqualTo(50_000);
        } catch (StorageException.TimedOut _) {
            // the other right answer
        }
        try {
            assertThat(rows(tenant, TestQueries.raw("sales").budget(hurry).limit(7))).hasSize(7);
        } catch (StorageException.TimedOut _) {
            // the other right answer
        }

        assertThat(count(tenant, "sales")).isEqualTo(50_000);
        assertThat(rows(tenant, TestQueries.raw("sales").limit(7))).hasSize(7);
    }

    @Test
    @Timeout(60)
    default void query_interruptedTimesOutOrIsRightAndHarmsNothing() {
        TenantId tenant = writeMany();

        Thread.currentThread().interrupt();
        try {
            assertThat(count(tenant, "sales")).isEqualTo(50_000);
        } catch (StorageException.TimedOut _) {
            // the other right answer
        } finally {
            Thread.interrupted(); // not for the tests that follow on this thread
        }

        assertThat(storage().check().status()).isEqualTo(Health.Status.UP);
        assertThat(count(tenant, "sales")).isEqualTo(50_000);
        write(TestMetric.of(tenant, "sales"));
        assertThat(count(tenant, "sales")).isEqualTo(50_001);
    }

    private TenantId writeMany() {
        TenantId tenant = freshTenant();
        List<TestMetric> metrics =
                IntStream.range(0, 50_000).mapToObj(TestMetric.of(tenant, "sales")::value).toList();
        write(metrics);
        return tenant;
    }

    private static void assertUnavailable(ThrowingCallable use) {
        assertThatExceptionOfType(StorageException.Unavailable.class).isThrownBy(use);
    }
}
