package com.ayvlo.metrics.application.tenant;

import com.ayvlo.metrics.domain.tenant.Tenant;
import com.ayvlo.metrics.domain.tenant.TenantDirectory;
import com.ayvlo.metrics.domain.tenant.TenantDirectoryUnavailable;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.util.Optional;
import java.util.function.UnaryOperator;

/** Changes what is known of a tenant. Safe for concurrent use; of two changes at once one wins. */
public final class ChangeTenant {
    private final TenantDirectory directory;

    /** The use case. */
    public ChangeTenant(TenantDirectory directory) {
        this.directory = directory;
    }

    /**
     * Applies the change.
     *
     * @return the changed tenant; empty if there is none of this id
     * @throws TenantDirectoryUnavailable if it could not be stored
     */
    public Optional<Tenant> change(TenantId id, UnaryOperator<Tenant> change) {
        return directory.findById(id).map(change).filter(directory::update);
    }
}
