package com.ayvlo.metrics.architecture.planted.adapter.tenant.local;

import com.ayvlo.metrics.architecture.planted.adapter.storage.duckdb.FirstEntry;

/** Planted fault: an adapter knows another one. */
record KnowsAnotherAdapter(FirstEntry storage) {}
