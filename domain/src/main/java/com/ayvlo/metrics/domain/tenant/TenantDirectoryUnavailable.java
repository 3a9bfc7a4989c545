package com.ayvlo.metrics.domain.tenant;

/** The directory of tenants could not answer, and nothing is known from before. Worth a retry. */
public final class TenantDirectoryUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With the vendor's exception as the cause. */
    public TenantDirectoryUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
