package com.ayvlo.metrics.architecture.planted.adapter.storage.duckdb;

import com.ayvlo.metrics.architecture.planted.testkit.MetricStorageContract;

/** As it should be. */
final class EnrolledStorageContractTest implements MetricStorageContract {}
