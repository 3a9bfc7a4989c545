package com.ayvlo.metrics.testkit;

import com.ayvlo.metrics.domain.storage.MetricStorage;

/**
 * Everything that a {@link MetricStorage} promises. Enrol with a test class that opens a storage
 * and gives it in {@link #storage()}; one that outlives the process joins {@link
 * DurabilityContract} too, and every one joins {@link AggregateOracleContract}.
 */
public interface MetricStorageContract
        extends BlockWriterContract,
                BlockTokenContract,
                RawReaderContract,
                AggregateReaderContract,
                AggregateGroupsContract,
                AggregateWindowsContract,
                MetricCatalogContract,
                RollupReaderContract,
                RetentionContract,
                UnusualTextContract,
                ConcurrentStorageContract,
                StorageLifeContract {}
