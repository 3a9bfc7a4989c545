package com.ayvlo.metrics.architecture.planted.application.query;

/** Planted fault: a use case without a verb. */
public final class NoVerb {}
