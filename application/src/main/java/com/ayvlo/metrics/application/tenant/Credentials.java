package com.ayvlo.metrics.application.tenant;

import com.ayvlo.metrics.domain.tenant.ApiKey;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.util.Optional;

/** What a request says about who is asking. */
public record Credentials(Optional<TenantId> tenant, Optional<ApiKey> key) {}
