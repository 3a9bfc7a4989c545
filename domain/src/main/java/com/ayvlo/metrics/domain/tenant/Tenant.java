package com.ayvlo.metrics.domain.tenant;

import java.util.Objects;

/**
 * Who owns data.
 *
 * @param id names the tenant in every request
 * @param name for people; 1 to {@value #MAX_NAME} characters
 * @param status whether its requests are served
 * @param retention how long its metrics are kept
 */
public record Tenant(TenantId id, String name, TenantStatus status, Retention retention) {
    /** The most characters that a name may have. */
    public static final int MAX_NAME = 200;

    /**
     * A tenant.
     *
     * @throws InvalidValue if the name is blank, too long or has control characters
     */
    public Tenant {
        Objects.requireNonNull(id);
        Objects.requireNonNull(status);
        Objects.requireNonNull(retention);
        if (name.isBlank()
                || name.length() > MAX_NAME
                || name.codePoints()
                        .anyMatch(c -> Character.isISOControl(c) || isSurrogateAlone(c))) {
            throw new InvalidValue(
                    Reason.INVALID_TENANT_NAME,
                    "name",
                    "a tenant's name has 1 to %d characters and no control characters, not %s"
                            .formatted(MAX_NAME, InvalidValue.shown(name)));
        }
    }

    /** This tenant under another name. */
    public Tenant named(String newName) {
        return new Tenant(id, newName, status, retention);
    }

    /** This tenant in another status. */
    public Tenant with(TenantStatus newStatus) {
        return new Tenant(id, name, newStatus, retention);
    }

    /** This tenant with another retention. */
    public Tenant with(Retention newRetention) {
        return new Tenant(id, name, status, newRetention);
    }

    private static boolean isSurrogateAlone(int character) {
        return character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
    }
}
