package com.ayvlo.metrics.application.tenant;

import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Reason;
import com.ayvlo.metrics.domain.tenant.Tenant;
import com.ayvlo.metrics.domain.tenant.TenantDirectory;
import com.ayvlo.metrics.domain.tenant.TenantDirectoryUnavailable;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.util.List;
import java.util.Optional;

/** Lists the tenants. Safe for concurrent use. */
public final class ListTenants {
    /** The most tenants of a page. */
    public static final int MAX_LIMIT = 1000;

    private final TenantDirectory directory;

    /**
     * A page of tenants.
     *
     * @param next the first tenant of the next page, if there is one
     */
    public record Page(List<Tenant> tenants, Optional<TenantId> next) {}

    /** The use case. */
    public ListTenants(TenantDirectory directory) {
        this.directory = directory;
    }

    /**
     * A page of tenants in the order of their ids.
     *
     * @param from the first id that may be on it
     * @param limit the most tenants on it, 1 to {@value #MAX_LIMIT}
     * @throws InvalidValue if the limit is out of bounds
     * @throws TenantDirectoryUnavailable if it could not be read
     */
    public Page list(TenantId from, int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new InvalidValue(
                    Reason.INVALID_LIMIT,
                    "limit",
                    "limit is 1 to %d, not %d".formatted(MAX_LIMIT, limit));
        }
        List<Tenant> tenants = directory.list(from, limit + 1);
        return tenants.size() <= limit
                ? new Page(tenants, Optional.empty())
                : new Page(tenants.subList(0, limit), Optional.of(tenants.getLast().id()));
    }
}
