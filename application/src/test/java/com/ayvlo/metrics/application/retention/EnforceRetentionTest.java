package com.ayvlo.metrics.application.retention;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.tenant.ApiKey;
import com.ayvlo.metrics.domain.tenant.Retention;
import com.ayvlo.metrics.domain.tenant.Tenant;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.domain.tenant.TenantStatus;
import com.ayvlo.metrics.testkit.InMemoryTenantDirectory;
import com.ayvlo.metrics.testkit.MutableClock;
import com.ayvlo.metrics.testkit.TestMetric;
import com.ayvlo.metrics.testkit.TestMetrics;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

final class EnforceRetentionTest {
    private final InMemoryTenantDirectory directory = new InMemoryTenantDirectory();
    private final Map<TenantId, Instant> cutoffs = new HashMap<>();

    private Tenant create(Retention retention, TenantStatus status) {
        TenantId id = TestMetrics.freshTenant();
        Tenant tenant = new Tenant(id, "t", status, retention);
        directory.create(tenant, ApiKey.of(id.toString()).hash());
        return tenant;
    }

    private long enforce() {
        return new EnforceRetention(
                        directory,
                        (tenant, cutoff) -> {
                            assertThat(cutoffs.put(tenant, cutoff)).as("twice").isNull();
                            return 2;
                        },
                        MutableClock.at(TestMetric.START.plusSeconds(1)))
                .enforce();
    }

    @Test
    void every_one_of_thousands_of_tenants_is_gone_through_once() {
        for (int i = 0; i < 2001; i++) {
            create(Retention.ofDays(1 + i % 7), TenantStatus.ACTIVE);
        }
        assertThat(enforce()).isEqualTo(4002);
        assertThat(cutoffs).hasSize(2001);
    }

    @Test
    void each_tenant_is_cut_at_its_own_hour_also_a_suspended_one_and_never_one_for_ever() {
        Tenant day = create(Retention.ofDays(1), TenantStatus.ACTIVE);
        Tenant week = create(Retention.ofDays(7), TenantStatus.SUSPENDED);
        create(Retention.FOREVER, TenantStatus.ACTIVE);

        assertThat(enforce()).isEqualTo(4);

        assertThat(cutoffs)
                .isEqualTo(
                        Map.of(
                                day.id(), Instant.parse("2025-01-14T10:00:00Z"),
                                week.id(), Instant.parse("2025-01-08T10:00:00Z")));
    }

    @Test
    void without_tenants_nothing_is_deleted() {
        assertThat(enforce()).isZero();
    }
}
