package com.ayvlo.metrics.application.retention;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.storage.StorageException;
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
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

final class EnforceRetentionTest {
    private final InMemoryTenantDirectory directory = new InMemoryTenantDirectory();
    private final Map<TenantId, Instant> cutoffs = new HashMap<>();
    private final Set<TenantId> failing = new HashSet<>();

    private Tenant create(Retention retention, TenantStatus status) {
        TenantId id = TestMetrics.freshTenant();
        Tenant tenant = new Tenant(id, "t", status, retention);
        directory.create(tenant, ApiKey.of(id.toString()).hash());
        return tenant;
    }

    private long enforce() {
        EnforceRetention.Pass pass = pass();
        assertThat(pass.failed()).isZero();
        return pass.deleted();
    }

    private EnforceRetention.Pass pass() {
        return new EnforceRetention(
                        directory,
                        (tenant, cutoff) -> {
                            assertThat(cutoffs.put(tenant, cutoff)).as("twice").isNull();
                            if (failing.contains(tenant)) {
                                throw new StorageException.TimedOut("too much to delete");
                            }
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
    void a_tenant_whose_deletion_fails_holds_up_nobody() {
        for (int i = 0; i < 1003; i++) {
            Tenant tenant = create(Retention.ofDays(1), TenantStatus.ACTIVE);
            if (i % 3 == 0) {
                failing.add(tenant.id());
            }
        }

        EnforceRetention.Pass pass = pass();

        assertThat(cutoffs).hasSize(1003);
        assertThat(pass.failed()).isEqualTo(failing.size());
        assertThat(pass.deleted()).isEqualTo(2L * (1003 - failing.size()));
        assertThat(pass.first())
                .hasValueSatisfying(first -> assertThat(failing).contains(first.tenant()));
    }

    @Test
    void without_tenants_nothing_is_deleted() {
        assertThat(enforce()).isZero();
    }
}
