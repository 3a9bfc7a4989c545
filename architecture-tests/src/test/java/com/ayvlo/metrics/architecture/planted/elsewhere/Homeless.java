package com.ayvlo.metrics.architecture.planted.elsewhere;

/** Planted fault: a package that the plan does not know. */
public record Homeless() {}
