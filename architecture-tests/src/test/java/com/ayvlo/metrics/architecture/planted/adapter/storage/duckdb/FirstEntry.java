package com.ayvlo.metrics.architecture.planted.adapter.storage.duckdb;

import com.ayvlo.metrics.architecture.planted.domain.storage.MetricStorage;

/** Planted fault: it keeps no contract, and it is not the only public type. */
public final class FirstEntry implements MetricStorage {}
