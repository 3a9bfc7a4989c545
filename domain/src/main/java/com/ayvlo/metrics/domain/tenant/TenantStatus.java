package com.ayvlo.metrics.domain.tenant;

/** Whether a tenant's requests are served. */
public enum TenantStatus {
    /** Requests are served. */
    ACTIVE,
    /** Every request is refused; the data stays. */
    SUSPENDED
}
