package com.ayvlo.metrics.architecture.planted.application.query;

import com.ayvlo.metrics.architecture.planted.testkit.MetricStorageContract;

/** Planted fault: production code knows the testkit. */
record KnowsTestkit(MetricStorageContract contract) {}
