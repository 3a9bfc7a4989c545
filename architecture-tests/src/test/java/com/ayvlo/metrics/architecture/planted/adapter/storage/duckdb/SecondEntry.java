package com.ayvlo.metrics.architecture.planted.adapter.storage.duckdb;

import com.ayvlo.metrics.architecture.planted.domain.storage.MetricStorage;

/** Planted fault: its contract test is none, and it is not the only public type. */
public final class SecondEntry implements MetricStorage {}
