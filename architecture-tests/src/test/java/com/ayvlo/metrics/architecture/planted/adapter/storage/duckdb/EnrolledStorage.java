package com.ayvlo.metrics.architecture.planted.adapter.storage.duckdb;

import com.ayvlo.metrics.architecture.planted.domain.storage.MetricStorage;

/** As it should be. */
final class EnrolledStorage implements MetricStorage {}
