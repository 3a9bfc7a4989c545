package com.ayvlo.metrics.testkit;

import com.ayvlo.metrics.domain.storage.MetricStorage;

class InMemoryStorageContractTest implements MetricStorageContract {
    private final MetricStorage storage = new InMemoryStorage();

    @Override
    public MetricStorage storage() {
        return storage;
    }
}
