package com.ayvlo.metrics.architecture.planted.adapter.tenant.local;

import com.ayvlo.metrics.architecture.planted.domain.tenant.TenantDirectory;

/** Planted fault: it keeps no contract. */
final class UncheckedDirectory implements TenantDirectory {}
