package com.ayvlo.metrics.adapter.tenant.local;

import com.ayvlo.metrics.domain.tenant.TenantDirectory;
import com.ayvlo.metrics.testkit.TenantDirectoryDurabilityContract;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class LocalTenantDirectoryContractTest implements TenantDirectoryDurabilityContract {
    @TempDir private Path data;
    private TenantDirectory directory;

    @BeforeEach
    void open() {
        directory = LocalTenantDirectory.open(data);
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
