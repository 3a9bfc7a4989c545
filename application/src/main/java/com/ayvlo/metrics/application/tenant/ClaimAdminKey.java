package com.ayvlo.metrics.application.tenant;

import com.ayvlo.metrics.domain.tenant.ApiKey;
import com.ayvlo.metrics.domain.tenant.TenantDirectory;
import com.ayvlo.metrics.domain.tenant.TenantDirectoryUnavailable;

import java.security.SecureRandom;
import java.util.Optional;

/** Makes the key that administrates, once in the life of a directory. */
public final class ClaimAdminKey {
    private final TenantDirectory directory;
    private final SecureRandom random;

    /** The use case. */
    public ClaimAdminKey(TenantDirectory directory, SecureRandom random) {
        this.directory = directory;
        this.random = random;
    }

    /**
     * Makes the key, unless there is one.
     *
     * @return the key, to be shown this once; empty if there was one already, or another node was
     *     faster
     * @throws TenantDirectoryUnavailable if it could not be stored
     */
    public Optional<ApiKey> claim() {
        if (directory.adminKey().isPresent()) {
            return Optional.empty();
        }
        ApiKey key = ApiKey.random(random);
        boolean isOurs = directory.claimAdminKey(key.hash()).equals(key.hash());
        return isOurs ? Optional.of(key) : Optional.empty();
    }
}
