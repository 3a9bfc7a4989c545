package com.ayvlo.metrics.architecture.planted.adapter.storage.duckdb;

import com.ayvlo.metrics.architecture.planted.application.query.TwoVerbs;

/** Planted fault: a driven adapter knows the application. */
record KnowsApplication(TwoVerbs useCase) {}
