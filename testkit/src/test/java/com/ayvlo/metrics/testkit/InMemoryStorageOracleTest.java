package com.ayvlo.metrics.testkit;

import com.ayvlo.metrics.domain.storage.MetricStorage;

/** Shows that the random metrics and queries are sound, and what the reference itself takes. */
class InMemoryStorageOracleTest implements AggregateOracleContract {
    private final MetricStorage storage = new InMemoryStorage();

    @Override
    public MetricStorage storage() {
        return storage;
    }
}
