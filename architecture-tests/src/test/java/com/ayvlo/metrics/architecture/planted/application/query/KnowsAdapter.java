package com.ayvlo.metrics.architecture.planted.application.query;

import com.ayvlo.metrics.architecture.planted.adapter.storage.duckdb.FirstEntry;

/** Planted fault: a use case knows an adapter. */
record KnowsAdapter(FirstEntry storage) {}
