package com.ayvlo.metrics.architecture.planted.domain.storage;

import com.ayvlo.metrics.architecture.planted.domain.tenant.KnowsStorage;

/** The other half of a cycle; by itself in order. */
public record KnowsTenant(KnowsStorage tenant) {}
