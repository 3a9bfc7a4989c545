package com.ayvlo.metrics.domain.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.UUID;

class TenantTest {
    private static final Tenant TENANT =
            new Tenant(
                    new TenantId(new UUID(1, 2)), "Acme", TenantStatus.ACTIVE, Retention.DEFAULT);

    @Test
    void changesOnePartAndKeepsTheOthers() {
        assertThat(TENANT.named("Ayvlo"))
                .isEqualTo(
                        new Tenant(TENANT.id(), "Ayvlo", TenantStatus.ACTIVE, Retention.DEFAULT));
        assertThat(TENANT.with(TenantStatus.SUSPENDED))
                .isEqualTo(
                        new Tenant(TENANT.id(), "Acme", TenantStatus.SUSPENDED, Retention.DEFAULT));
        assertThat(TENANT.with(Retention.FOREVER))
                .isEqualTo(new Tenant(TENANT.id(), "Acme", TenantStatus.ACTIVE, Retention.FOREVER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "Ünïcode & <b>", "名前", "😀", " inner and outer "})
    void takesNamesForPeople(String name) {
        assertThat(TENANT.named(name).name()).isEqualTo(name);
    }

    @Test
    void takesANameOf200CharactersAndNoLonger() {
        assertThat(TENANT.named("x".repeat(200)).name()).hasSize(200);
        assertThat(refusalOf("x".repeat(201)).detail()).contains("200");
    }

    /** Tab, newline, DEL, the C1 control NEL, either half of a surrogate pair. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "\t", "a\tb", "a\nb", "a\u0000", "\u007f", "a\u0085", "a\ud800", "\udc00a"
            })
    void refusesNamesThatNobodyCanRead(String name) {
        InvalidValue refusal = refusalOf(name);

        assertThat(refusal.reason()).isEqualTo(Reason.INVALID_TENANT_NAME);
        assertThat(refusal.field()).isEqualTo("name");
    }

    private static InvalidValue refusalOf(String name) {
        return catchThrowableOfType(InvalidValue.class, () -> TENANT.named(name));
    }
}
