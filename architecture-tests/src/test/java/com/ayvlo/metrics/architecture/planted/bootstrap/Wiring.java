package com.ayvlo.metrics.architecture.planted.bootstrap;

/** Something of bootstrap. */
public record Wiring() {}
