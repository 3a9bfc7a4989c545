package com.ayvlo.metrics.architecture.planted.domain.journal;

/** A type of the last room. */
public record Later() {}
