package com.ayvlo.metrics.application.tenant;

import com.ayvlo.metrics.domain.tenant.Tenant;

/** Whether a request may act for a tenant. */
public sealed interface Authentication {
    /** It may. */
    record Granted(Tenant tenant) implements Authentication {}

    /** It does not prove who it is: nothing to go by, or a key that nobody has. */
    record Unproven(String detail) implements Authentication {}

    /** It may not, whoever it is: an unknown or suspended tenant, or one that is not the key's. */
    record Forbidden(String detail) implements Authentication {}
}
