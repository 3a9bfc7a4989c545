package com.ayvlo.metrics.architecture.planted.domain.tenant;

import com.ayvlo.metrics.architecture.planted.domain.storage.KnowsTenant;

/** Planted fault: the first room knows a later one, which knows it in turn. */
public record KnowsStorage(KnowsTenant storage) {}
