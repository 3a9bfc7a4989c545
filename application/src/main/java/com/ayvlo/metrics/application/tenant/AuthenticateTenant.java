package com.ayvlo.metrics.application.tenant;

import com.ayvlo.metrics.domain.tenant.ApiKey;
import com.ayvlo.metrics.domain.tenant.Tenant;
import com.ayvlo.metrics.domain.tenant.TenantDirectory;
import com.ayvlo.metrics.domain.tenant.TenantDirectoryUnavailable;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.util.Optional;

/** Finds out which tenant a request belongs to: exactly one, or none. Safe for concurrent use. */
public final class AuthenticateTenant {
    private static final String UNKNOWN = "there is no active tenant of this id";

    private final TenantDirectory directory;
    private final AuthMode mode;

    /** The use case. */
    public AuthenticateTenant(TenantDirectory directory, AuthMode mode) {
        this.directory = directory;
        this.mode = mode;
    }

    /**
     * The tenant that these credentials stand for.
     *
     * @throws TenantDirectoryUnavailable if it could not be looked up
     */
    public Authentication authenticate(Credentials credentials) {
        if (mode == AuthMode.TRUSTED_HEADER && credentials.tenant().isPresent()) {
            return byId(credentials.tenant().get());
        }
        return credentials
                .key()
                .map(key -> byKey(key, credentials))
                .orElseGet(() -> new Authentication.Unproven(missing()));
    }

    private String missing() {
        return switch (mode) {
            case API_KEY -> "send the tenant's API key: Authorization: Bearer <key>";
            case TRUSTED_HEADER ->
                    "name the tenant: X-Tenant-ID: <uuid>, or send its API key: Authorization:"
                            + " Bearer <key>";
        };
    }

    private Authentication byId(TenantId id) {
        return directory
                .findById(id)
                .map(AuthenticateTenant::ifActive)
                .orElseGet(() -> new Authentication.Forbidden(UNKNOWN));
    }

    private Authentication byKey(ApiKey key, Credentials credentials) {
        Optional<Tenant> owner = directory.findByKey(key.hash());
        if (owner.isEmpty()) {
            return new Authentication.Unproven("nobody has this API key");
        }
        TenantId id = owner.get().id();
        if (!credentials.tenant().orElse(id).equals(id)) {
            return new Authentication.Forbidden("X-Tenant-ID is not the tenant of this API key");
        }
        return ifActive(owner.get());
    }

    private static Authentication ifActive(Tenant tenant) {
        return switch (tenant.status()) {
            case ACTIVE -> new Authentication.Granted(tenant);
            case SUSPENDED -> new Authentication.Forbidden(UNKNOWN);
        };
    }
}
