package com.ayvlo.metrics.architecture.planted.domain.query;

import com.ayvlo.metrics.architecture.planted.domain.storage.MetricStorage;

/** Planted fault: a room knows a later one. */
public record KnowsStorageToo(MetricStorage storage) {}
