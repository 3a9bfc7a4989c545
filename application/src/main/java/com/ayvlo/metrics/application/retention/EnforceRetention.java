package com.ayvlo.metrics.application.retention;

import com.ayvlo.metrics.domain.storage.RetentionEnforcer;
import com.ayvlo.metrics.domain.storage.StorageException;
import com.ayvlo.metrics.domain.tenant.Tenant;
import com.ayvlo.metrics.domain.tenant.TenantDirectory;
import com.ayvlo.metrics.domain.tenant.TenantDirectoryUnavailable;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Deletes what is older than its tenant's retention; to be called every hour. */
public final class EnforceRetention {
    private static final int PAGE = 1000;

    private final TenantDirectory directory;
    private final RetentionEnforcer enforcer;
    private final InstantSource clock;

    /** The use case. */
    public EnforceRetention(
            TenantDirectory directory, RetentionEnforcer enforcer, InstantSource clock) {
        this.directory = directory;
        this.enforcer = enforcer;
        this.clock = clock;
    }

    /**
     * Goes through all tenants once; suspended ones too, for their data ages as well.
     *
     * @return how many metrics were deleted
     * @throws StorageException if a deletion failed; the next call goes on
     * @throws TenantDirectoryUnavailable if the tenants could not be listed
     */
    public long enforce() {
        Instant now = clock.instant();
        long deleted = 0;
        TenantId from = TenantId.LOWEST;
        while (true) {
            List<Tenant> tenants = directory.list(from, PAGE + 1);
            for (Tenant tenant : tenants.subList(0, Math.min(PAGE, tenants.size()))) {
                if (tenant.retention().days().isPresent()) {
                    deleted += enforcer.deleteBefore(tenant.id(), tenant.retention().cutoff(now));
                }
            }
            if (tenants.size() <= PAGE) {
                return deleted;
            }
            from = tenants.getLast().id();
        }
    }
}
