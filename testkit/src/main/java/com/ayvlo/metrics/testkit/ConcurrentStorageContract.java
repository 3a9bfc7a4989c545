package com.ayvlo.metrics.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.storage.MetricStorage;
import com.ayvlo.metrics.domain.tenant.TenantId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** What every {@link MetricStorage} promises to threads that use it at the same time. */
@Timeout(120)
public interface ConcurrentStorageContract extends StorageContract {
    @Test
    default void readers_neverSeeHalfABlock() throws Exception {
        TenantId tenant = freshTenant();
        int blockCount = 30;
        int perBlock = 300;
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            Future<?> byAggregate = threads.submit(() -> watchCounts(tenant, perBlock, done));
            Future<?> byRows = threads.submit(() -> watchRows(tenant, perBlock, done));
            Future<?> writing = threads.submit(() -> writeBlocks(tenant, blockCount, perBlock));
            try {
                writing.get();
            } finally {
                done.set(true);
            }
            await(List.of(byAggregate, byRows));
        }
        assertThat(count(tenant, "sales")).isEqualTo((long) blockCount * perBlock);
        assertThat(count(tenant, "visits")).isEqualTo((long) blockCount * perBlock);
    }

    @Test
    default void writers_ofTwoNodesDoNotDisturbEachOther() throws Exception {
        TenantId tenant = freshTenant();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            await(
                    List.of(
                            threads.submit(() -> writeBlocks(tenant, 20, 100)),
                            threads.submit(() -> writeBlocks(tenant, 20, 100))));
        }
        assertThat(count(tenant, "sales")).isEqualTo(4000);
        assertThat(rows(tenant, "visits")).hasSize(4000);
    }

    @Test
    default void retention_duringWritesDeletesOnlyWhatIsOlder() throws Exception {
        TenantId tenant = freshTenant();
        TestMetric old =
                TestMetric.of(tenant, "old").at(TestMetric.START.minus(Duration.ofDays(9)));
        List<TestMetric> olds = Collections.nCopies(500, old);
        write(olds);
        long deleted;
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<?> writing = threads.submit(() -> writeBlocks(tenant, 20, 100));
            Future<Long> deleting =
                    threads.submit(
                            () -> storage().retention().deleteBefore(tenant, TestMetric.START));
            deleted = deleting.get();
            await(List.of(writing));
        }
        assertThat(deleted).isEqualTo(500);
        assertThat(count(tenant, "old")).isZero();
        assertThat(count(tenant, "sales")).isEqualTo(2000);
        assertThat(rows(tenant, "visits")).hasSize(2000);
    }

    private void writeBlocks(TenantId tenant, int blockCount, int perBlock) {
        Blocks blocks = Blocks.ofNewNode();
        for (int block = 0; block < blockCount; block++) {
            List<TestMetric> metrics = new ArrayList<>();
            for (int i = 0; i < perBlock; i++) {
                String shop = "shop" + i % 7;
                metrics.add(TestMetric.of(tenant, "sales").with("shop", shop).value(block));
                metrics.add(TestMetric.of(tenant, "visits").with("shop", shop).value(block));
            }
            storage().writer().write(blocks.next(metrics.toArray(TestMetric[]::new)));
        }
    }

    private void watchCounts(TenantId tenant, int perBlock, AtomicBoolean done) {
        long before = 0;
        do {
            long sales = count(tenant, "sales");
            long visits = count(tenant, "visits");
            assertThat(sales % perBlock).as("%d are half a block", sales).isZero();
            assertThat(sales).isGreaterThanOrEqualTo(before);
            assertThat(visits).as("of the same blocks, asked later").isGreaterThanOrEqualTo(sales);
            before = sales;
        } while (!done.get());
    }

    private void watchRows(TenantId tenant, int perBlock, AtomicBoolean done) {
        do {
            int sales = rows(tenant, "sales").size();
            assertThat(sales % perBlock).as("%d are half a block", sales).isZero();
        } while (!done.get());
    }

    private static void await(List<Future<?>> futures)
            throws ExecutionException, InterruptedException {
        for (Future<?> future : futures) {
            future.get();
        }
    }
}
