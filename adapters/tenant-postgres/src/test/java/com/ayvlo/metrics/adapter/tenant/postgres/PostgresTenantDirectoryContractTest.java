package com.ayvlo.metrics.adapter.tenant.postgres;

import com.ayvlo.metrics.domain.tenant.TenantDirectory;
import com.ayvlo.metrics.testkit.TenantDirectoryDurabilityContract;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

class PostgresTenantDirectoryContractTest implements TenantDirectoryDurabilityContract {
    private static PostgresConfig config;
    private TenantDirectory directory;

    @BeforeAll
    static void makeDatabase() {
        config = Databases.fresh();
    }

    @BeforeEach
    void open() {
        directory = new PostgresTenantDirectory(config);
    }

    @AfterEach
    void close() {
        directory.close();
    }

    @Override
    public TenantDirectory directory() {
        return directory;
    }

    @Override
    public TenantDirectory reopen() {
        directory.close();
        open();
        return directory;
    }
}
