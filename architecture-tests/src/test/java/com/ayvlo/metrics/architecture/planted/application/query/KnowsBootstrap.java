package com.ayvlo.metrics.architecture.planted.application.query;

import com.ayvlo.metrics.architecture.planted.bootstrap.Wiring;

/** Planted fault: a use case knows bootstrap. */
record KnowsBootstrap(Wiring wiring) {}
