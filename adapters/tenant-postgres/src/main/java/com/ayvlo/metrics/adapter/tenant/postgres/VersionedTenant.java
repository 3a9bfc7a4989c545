package com.ayvlo.metrics.adapter.tenant.postgres;

import com.ayvlo.metrics.domain.tenant.Tenant;

/**
 * A tenant as it was at one time.
 *
 * @param version of the change that made it so; a later change has a higher one
 */
record VersionedTenant(Tenant tenant, long version) {
    /** Which of two is what the tenant is now. */
    static VersionedTenant newer(VersionedTenant one, VersionedTenant other) {
        return other.version > one.version ? other : one;
    }
}
