package com.ayvlo.metrics.architecture.planted.domain.journal;

/** A port. */
public interface Peers {}
