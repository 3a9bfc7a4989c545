package com.ayvlo.metrics.domain.storage;

import com.ayvlo.metrics.domain.tenant.TenantId;

import java.time.Instant;

/** Deletes what has become too old. */
public interface RetentionEnforcer {
    /**
     * Deletes every metric of the tenant whose timestamp is before {@code cutoff}, and all that was
     * derived from it; nothing else. Safe for concurrent use, also with writes.
     *
     * @return how many metrics were deleted
     * @throws StorageException if it could not be done; it may then be partly done
     */
    long deleteBefore(TenantId tenant, Instant cutoff);
}
