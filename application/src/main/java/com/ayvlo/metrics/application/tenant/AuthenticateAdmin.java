package com.ayvlo.metrics.application.tenant;

import com.ayvlo.metrics.domain.tenant.ApiKey;
import com.ayvlo.metrics.domain.tenant.ApiKeyHash;
import com.ayvlo.metrics.domain.tenant.TenantDirectory;
import com.ayvlo.metrics.domain.tenant.TenantDirectoryUnavailable;

import java.util.Optional;

/** Knows the key that administrates. Safe for concurrent use. */
public final class AuthenticateAdmin {
    private final TenantDirectory directory;
    private final Optional<ApiKeyHash> configured;

    private AuthenticateAdmin(TenantDirectory directory, Optional<ApiKeyHash> configured) {
        this.directory = directory;
        this.configured = configured;
    }

    /** Administrates with this key, whatever the directory holds. */
    public static AuthenticateAdmin with(TenantDirectory directory, ApiKey configured) {
        return new AuthenticateAdmin(directory, Optional.of(configured.hash()));
    }

    /** Administrates with the key whose hash the directory holds. */
    public static AuthenticateAdmin stored(TenantDirectory directory) {
        return new AuthenticateAdmin(directory, Optional.empty());
    }

    /**
     * Whether this is the key that administrates.
     *
     * @throws TenantDirectoryUnavailable if it could not be looked up
     */
    public boolean isAdmin(ApiKey key) {
        // Hashes are compared: what the time of a comparison tells about them is of no use.
        return configured.or(directory::adminKey).filter(key.hash()::equals).isPresent();
    }
}
