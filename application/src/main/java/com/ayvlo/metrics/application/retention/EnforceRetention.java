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
import java.util.Optional;

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
     * How it went.
     *
     * @param deleted how many metrics were deleted
     * @param failed of how many tenants that failed, perhaps halfway
     * @param first the first of these
     */
    public record Pass(long deleted, int failed, Optional<Failure> first) {}

    /** The deletion of one tenant's metrics failed. */
    public record Failure(TenantId tenant, StorageException cause) {}

    /**
     * Goes through all tenants once; suspended ones too, for their data ages as well. One whose
     * deletion fails holds up nobody; the next call tries it again.
     *
     * @throws TenantDirectoryUnavailable if the tenants could not be listed
     */
    public Pass enforce() {
        Instant now = clock.instant();
        long deleted = 0;
        int failed = 0;
        Optional<Failure> first = Optional.empty();
        TenantId from = TenantId.LOWEST;
        while (true) {
            List<Tenant> tenants = directory.list(from, PAGE + 1);
            for (Tenant tenant : tenants.subList(0, Math.min(PAGE, tenants.size()))) {
                try {
                    deleted += delete(tenant, now);
                } catch (StorageException failure) {
                    failed++;
                    first = first.or(() -> Optional.of(new Failure(tenant.id(), failure)));
                }
            }
            if (tenants.size() <= PAGE) {
                return new Pass(deleted, failed, first);
            }
            from = tenants.getLast().id();
        }
    }

    private long delete(Tenant tenant, Instant now) {
        return tenant.retention().days().isEmpty()
                ? 0
                : enforcer.deleteBefore(tenant.id(), tenant.retention().cutoff(now));
    }
}
