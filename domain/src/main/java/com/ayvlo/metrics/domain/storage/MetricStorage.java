package com.ayvlo.metrics.domain.storage;

import com.ayvlo.metrics.domain.tenant.Health;

/**
 * What keeps metrics: everything a storage has to offer, under one life. Its contract is the test
 * {@code MetricStorageContract} of the testkit.
 *
 * <p>Opening one does not need its server: while that is away, methods throw {@link
 * StorageException.Unavailable} and {@link #check()} says so. After {@link #close()} they all do.
 */
public interface MetricStorage extends AutoCloseable {
    /** Takes blocks. */
    BlockWriter writer();

    /** Answers queries. */
    MetricReader reader();

    /** Knows numbers ahead; {@link RollupReader#NONE} if the storage does not. */
    RollupReader rollups();

    /** Lists names. */
    MetricCatalog catalog();

    /** Deletes what is too old. */
    RetentionEnforcer retention();

    /** Whether it takes and answers now; returns within a second. */
    Health check();

    /** Makes everything durable and ends every use; a second call does nothing. */
    @Override
    void close();
}
