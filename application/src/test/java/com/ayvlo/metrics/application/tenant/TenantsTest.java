package com.ayvlo.metrics.application.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ayvlo.metrics.domain.tenant.ApiKey;
import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Retention;
import com.ayvlo.metrics.domain.tenant.Tenant;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.domain.tenant.TenantStatus;
import com.ayvlo.metrics.testkit.InMemoryTenantDirectory;
import com.ayvlo.metrics.testkit.TestMetrics;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

final class TenantsTest {
    private final InMemoryTenantDirectory directory = new InMemoryTenantDirectory();
    private final CreateTenant create = new CreateTenant(directory, new SecureRandom());
    private final ChangeTenant change = new ChangeTenant(directory);
    private final ListTenants list = new ListTenants(directory);

    private static Tenant tenant() {
        return new Tenant(TestMetrics.freshTenant(), "t", TenantStatus.ACTIVE, Retention.DEFAULT);
    }

    @Test
    void a_new_tenant_gets_a_key_that_works_at_once() {
        Tenant tenant = tenant();
        ApiKey key = create.create(tenant).orElseThrow();
        assertThat(directory.findByKey(key.hash())).contains(tenant);
    }

    @Test
    void an_id_that_is_taken_gets_no_key_and_nothing_changes() {
        Tenant tenant = tenant();
        create.create(tenant);
        assertThat(create.create(tenant.named("other"))).isEmpty();
        assertThat(directory.findById(tenant.id())).contains(tenant);
    }

    @Test
    void a_change_is_applied_to_what_is_known_and_given_back() {
        Tenant tenant = tenant();
        create.create(tenant);
        change.change(tenant.id(), before -> before.named("new"));

        Optional<Tenant> changed =
                change.change(tenant.id(), before -> before.with(Retention.ofDays(5)));

        assertThat(changed).contains(tenant.named("new").with(Retention.ofDays(5)));
        assertThat(directory.findById(tenant.id())).isEqualTo(changed);
    }

    @Test
    void a_tenant_that_nobody_knows_is_not_changed_and_not_made() {
        TenantId id = TestMetrics.freshTenant();
        assertThat(change.change(id, before -> before)).isEmpty();
        assertThat(directory.findById(id)).isEmpty();
    }

    @Test
    void a_change_that_breaks_a_rule_changes_nothing() {
        Tenant tenant = tenant();
        create.create(tenant);
        assertThatThrownBy(() -> change.change(tenant.id(), before -> before.named(" ")))
                .isInstanceOf(InvalidValue.class);
        assertThat(directory.findById(tenant.id())).contains(tenant);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 6, 7, 1000})
    void pages_of_any_size_give_every_tenant_once_in_order(int limit) {
        Set<TenantId> all = new HashSet<>();
        for (int i = 0; i < 6; i++) {
            Tenant tenant = tenant();
            create.create(tenant);
            all.add(tenant.id());
        }
        List<TenantId> seen = new ArrayList<>();
        Optional<TenantId> from = Optional.of(TenantId.LOWEST);
        while (from.isPresent()) {
            ListTenants.Page page = list.list(from.get(), limit);
            assertThat(page.tenants()).isNotEmpty().hasSizeLessThanOrEqualTo(limit);
            page.tenants().forEach(tenant -> seen.add(tenant.id()));
            from = page.next();
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(all);
        assertThat(seen.stream().map(TenantId::toString)).isSorted();
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1001, Integer.MAX_VALUE})
    void a_limit_out_of_bounds_is_refused(int limit) {
        assertThatThrownBy(() -> list.list(TenantId.LOWEST, limit))
                .isInstanceOf(InvalidValue.class)
                .hasMessageContaining("1000");
    }

    @Test
    void no_tenants_are_an_empty_page() {
        assertThat(list.list(TenantId.LOWEST, 10))
                .isEqualTo(new ListTenants.Page(List.of(), Optional.empty()));
    }
}
