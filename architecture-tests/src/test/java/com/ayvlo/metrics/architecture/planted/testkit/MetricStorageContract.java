package com.ayvlo.metrics.architecture.planted.testkit;

/** A contract. */
public interface MetricStorageContract {}
