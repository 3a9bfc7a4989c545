package com.ayvlo.metrics.architecture.planted.domain.metric;

import com.ayvlo.metrics.architecture.planted.domain.query.OptionalParameter;

/** Planted fault: a room knows a later one. */
public record KnowsQuery(OptionalParameter query) {}
