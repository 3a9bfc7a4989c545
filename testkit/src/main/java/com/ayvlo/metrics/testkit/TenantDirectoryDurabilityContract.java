package com.ayvlo.metrics.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.tenant.ApiKeyHash;
import com.ayvlo.metrics.domain.tenant.Retention;
import com.ayvlo.metrics.domain.tenant.Tenant;
import com.ayvlo.metrics.domain.tenant.TenantDirectory;
import com.ayvlo.metrics.domain.tenant.TenantStatus;

import org.junit.jupiter.api.Test;

/** What a {@link TenantDirectory} promises that outlives the process. */
public interface TenantDirectoryDurabilityContract extends TenantDirectoryContract {
    /**
     * Closes the directory and opens it again on the same data; from then on {@link #directory()}
     * is the new one.
     */
    TenantDirectory reopen();

    @Test
    default void reopen_keepsTenantsAndTheirKeys() {
        Tenant tenant = freshTenant().named("Zürich 😀 'x'");
        ApiKeyHash key = freshKey();
        directory().create(tenant, key);
        reopen();

        assertThat(directory().findById(tenant.id())).contains(tenant);
        assertThat(directory().findByKey(key)).contains(tenant);
        assertThat(directory().create(tenant, freshKey())).isFalse();
    }

    @Test
    default void reopen_keepsTheLastChange() {
        Tenant tenant = freshTenant();
        Tenant changed = tenant.named("New").with(TenantStatus.SUSPENDED).with(Retention.FOREVER);
        ApiKeyHash key = freshKey();
        directory().create(tenant, key);
        directory().update(tenant.named("Between"));
        directory().update(changed);
        reopen();
        reopen();

        assertThat(directory().findById(tenant.id())).contains(changed);
        assertThat(directory().findByKey(key)).contains(changed);
    }

    @Test
    default void reopen_keepsTheAdminKey() {
        ApiKeyHash stored = directory().claimAdminKey(freshKey());
        reopen();

        assertThat(directory().adminKey()).contains(stored);
        assertThat(directory().claimAdminKey(freshKey())).isEqualTo(stored);
    }
}
