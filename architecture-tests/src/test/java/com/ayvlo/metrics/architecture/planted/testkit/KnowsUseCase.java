package com.ayvlo.metrics.architecture.planted.testkit;

import com.ayvlo.metrics.architecture.planted.application.query.TwoVerbs;

/** Planted fault: the testkit knows more than the domain. */
record KnowsUseCase(TwoVerbs useCase) {}
