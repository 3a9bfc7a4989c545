package com.ayvlo.metrics.testkit;

import com.ayvlo.metrics.domain.tenant.TenantDirectory;

class InMemoryTenantDirectoryContractTest implements TenantDirectoryContract {
    private final TenantDirectory directory = new InMemoryTenantDirectory();

    @Override
    public TenantDirectory directory() {
        return directory;
    }
}
