package com.ayvlo.metrics.application.tenant;

/** How a request proves which tenant it belongs to. */
public enum AuthMode {
    /** By an API key; a tenant id, if sent too, must be the key's. */
    API_KEY,
    /** By naming the tenant; for use behind a gateway that has asked for the proof already. */
    TRUSTED_HEADER
}
