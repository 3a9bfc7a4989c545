package com.ayvlo.metrics.architecture.planted.domain.storage;

/** A port. */
public interface MetricStorage {}
