package com.ayvlo.metrics.application.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ayvlo.metrics.domain.tenant.ApiKey;
import com.ayvlo.metrics.domain.tenant.Retention;
import com.ayvlo.metrics.domain.tenant.Tenant;
import com.ayvlo.metrics.domain.tenant.TenantDirectoryUnavailable;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.domain.tenant.TenantStatus;
import com.ayvlo.metrics.testkit.InMemoryTenantDirectory;
import com.ayvlo.metrics.testkit.TestMetrics;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;

final class AuthenticationTest {
    private final InMemoryTenantDirectory directory = new InMemoryTenantDirectory();
    private final Map<String, TenantId> ids =
            Map.of(
                    "ours", TestMetrics.freshTenant(),
                    "suspended", TestMetrics.freshTenant(),
                    "unknown", TestMetrics.freshTenant());

    @BeforeEach
    void createTenants() {
        create("ours", TenantStatus.ACTIVE);
        create("suspended", TenantStatus.SUSPENDED);
    }

    private void create(String name, TenantStatus status) {
        Tenant tenant = new Tenant(ids.get(name), name, status, Retention.DEFAULT);
        directory.create(tenant, ApiKey.of("key of " + name).hash());
    }

    private Authentication authenticate(AuthMode mode, String header, String key) {
        return new AuthenticateTenant(directory, mode)
                .authenticate(
                        new Credentials(
                                Optional.ofNullable(header).map(ids::get),
                                Optional.ofNullable(key).map(ApiKey::of)));
    }

    @ParameterizedTest
    @CsvSource({
        "API_KEY,,, Unproven",
        "API_KEY, ours,, Unproven",
        "API_KEY, unknown,, Unproven",
        "API_KEY,, key of ours, Granted",
        "API_KEY, ours, key of ours, Granted",
        "API_KEY, suspended, key of ours, Forbidden",
        "API_KEY, unknown, key of ours, Forbidden",
        "API_KEY,, wrong, Unproven",
        "API_KEY, ours, wrong, Unproven",
        "API_KEY,, key of suspended, Forbidden",
        "API_KEY, suspended, key of suspended, Forbidden",
        "TRUSTED_HEADER,,, Unproven",
        "TRUSTED_HEADER, ours,, Granted",
        "TRUSTED_HEADER, ours, wrong, Granted",
        "TRUSTED_HEADER, suspended,, Forbidden",
        "TRUSTED_HEADER, unknown,, Forbidden",
        "TRUSTED_HEADER, unknown, key of ours, Forbidden",
        "TRUSTED_HEADER,, key of ours, Granted",
        "TRUSTED_HEADER,, wrong, Unproven",
        "TRUSTED_HEADER,, key of suspended, Forbidden",
    })
    void a_request_belongs_to_one_tenant_or_to_none(
            AuthMode mode, String header, String key, String outcome) {
        Authentication authentication = authenticate(mode, header, key);

        assertThat(authentication.getClass().getSimpleName()).isEqualTo(outcome);
        if (authentication instanceof Authentication.Granted granted) {
            assertThat(granted.tenant().id()).isEqualTo(ids.get("ours"));
        }
    }

    @Test
    void an_unknown_tenant_cannot_be_told_from_a_suspended_one() {
        assertThat(authenticate(AuthMode.TRUSTED_HEADER, "unknown", null))
                .isEqualTo(authenticate(AuthMode.TRUSTED_HEADER, "suspended", null));
    }

    @ParameterizedTest
    @EnumSource(AuthMode.class)
    void a_directory_that_is_away_is_no_answer(AuthMode mode) {
        directory.close();
        assertThatThrownBy(() -> authenticate(mode, "ours", "key of ours"))
                .isInstanceOf(TenantDirectoryUnavailable.class);
    }

    @Test
    void the_configured_admin_key_counts_and_no_other() {
        directory.claimAdminKey(ApiKey.of("stored").hash());
        AuthenticateAdmin admin = AuthenticateAdmin.with(directory, ApiKey.of("configured"));

        assertThat(admin.isAdmin(ApiKey.of("configured"))).isTrue();
        assertThat(admin.isAdmin(ApiKey.of("stored"))).isFalse();
        assertThat(admin.isAdmin(ApiKey.of("key of ours"))).isFalse();
    }

    @Test
    void without_a_configured_admin_key_the_stored_one_counts_once_there_is_one() {
        AuthenticateAdmin admin = AuthenticateAdmin.stored(directory);
        assertThat(admin.isAdmin(ApiKey.of(""))).isFalse();

        ApiKey claimed = new ClaimAdminKey(directory, new SecureRandom()).claim().orElseThrow();

        assertThat(admin.isAdmin(claimed)).isTrue();
        assertThat(admin.isAdmin(ApiKey.of("other"))).isFalse();
        assertThat(new ClaimAdminKey(directory, new SecureRandom()).claim()).isEmpty();
        assertThat(admin.isAdmin(claimed)).isTrue();
    }
}
