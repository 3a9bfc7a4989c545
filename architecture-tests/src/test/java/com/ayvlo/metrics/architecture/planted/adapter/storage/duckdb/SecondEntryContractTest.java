package com.ayvlo.metrics.architecture.planted.adapter.storage.duckdb;

/** Has the right name and keeps nothing. */
final class SecondEntryContractTest {}
