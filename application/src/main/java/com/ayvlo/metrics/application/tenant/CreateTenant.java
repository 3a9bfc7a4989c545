package com.ayvlo.metrics.application.tenant;

import com.ayvlo.metrics.domain.tenant.ApiKey;
import com.ayvlo.metrics.domain.tenant.Tenant;
import com.ayvlo.metrics.domain.tenant.TenantDirectory;
import com.ayvlo.metrics.domain.tenant.TenantDirectoryUnavailable;

import java.security.SecureRandom;
import java.util.Optional;

/** Adds a tenant with its first API key. Safe for concurrent use. */
public final class CreateTenant {
    private final TenantDirectory directory;
    private final SecureRandom random;

    /** The use case. */
    public CreateTenant(TenantDirectory directory, SecureRandom random) {
        this.directory = directory;
        this.random = random;
    }

    /**
     * Adds the tenant.
     *
     * @return its key, to be shown this once; empty, and nothing changed, if the id is taken
     * @throws TenantDirectoryUnavailable if it could not be stored
     */
    public Optional<ApiKey> create(Tenant tenant) {
        ApiKey key = ApiKey.random(random);
        return directory.create(tenant, key.hash()) ? Optional.of(key) : Optional.empty();
    }
}
