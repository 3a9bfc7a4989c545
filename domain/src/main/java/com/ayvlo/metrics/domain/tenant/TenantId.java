package com.ayvlo.metrics.domain.tenant;

import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;

/** Names a tenant: whose data this is. */
public record TenantId(UUID value) {
    /** Sorts before every other id, or with it. */
    public static final TenantId LOWEST = new TenantId(new UUID(0, 0));

    private static final Pattern TEXT =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    /** A tenant id of this value. */
    public TenantId {
        Objects.requireNonNull(value);
    }

    /**
     * Reads the text form of RFC 9562: 36 characters, hexadecimal in either case.
     *
     * @throws InvalidValue if the text is no such UUID
     */
    public static TenantId parse(String text) {
        if (!TEXT.matcher(text).matches()) {
            throw new InvalidValue(
                    Reason.INVALID_TENANT_ID,
                    "id",
                    "a tenant id is a UUID of 36 characters, not " + InvalidValue.shown(text));
        }
        return new TenantId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
