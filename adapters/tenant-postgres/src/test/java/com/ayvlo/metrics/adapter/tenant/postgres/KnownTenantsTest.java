package com.ayvlo.metrics.adapter.tenant.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.tenant.ApiKey;
import com.ayvlo.metrics.domain.tenant.ApiKeyHash;
import com.ayvlo.metrics.domain.tenant.Retention;
import com.ayvlo.metrics.domain.tenant.Tenant;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.domain.tenant.TenantStatus;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.UUID;

class KnownTenantsTest {
    private static final ApiKeyHash KEY = ApiKey.of("acme").hash();

    private final KnownTenants known = new KnownTenants(100);

    @Test
    void forgetsWhatWasLookedUpBeforeAChangeAndArrivesBehindIt() {
        known.apply(new AsOf(1, 0), List.of());
        AsOf before = known.asOf();
        known.apply(new AsOf(2, 0), List.of(version(2)));

        known.learn(KEY, version(1), before);

        assertThat(known.find(version(1).tenant().id())).isEmpty();
        assertThat(known.find(KEY)).isEmpty();
    }

    @Test
    void keepsTheNewerOfTwo() {
        known.learn(KEY, version(2), known.asOf());
        known.learn(version(1), known.asOf());

        assertThat(known.find(KEY)).contains(version(2).tenant());
    }

    @Test
    void changesWhatItKnowsAndNothingElse() {
        known.apply(new AsOf(1, 0), List.of(version(1)));
        assertThat(known.size()).isZero();

        known.learn(KEY, version(1), known.asOf());
        known.apply(new AsOf(2, 0), List.of(version(2)));

        assertThat(known.find(KEY)).contains(version(2).tenant());
    }

    @Test
    void forgetsEverything() {
        known.learn(KEY, version(1), known.asOf());

        known.forget(new AsOf(2, 1));

        assertThat(known.find(KEY)).isEmpty();
        assertThat(known.find(version(1).tenant().id())).isEmpty();
        assertThat(known.asOf()).isEqualTo(new AsOf(2, 1));
    }

    @Test
    void knowsWhichLooksFollowEachOther() {
        AsOf now = new AsOf(5, 1);
        assertThat(now.isFollowedBy(new AsOf(6, 1))).isTrue();
        assertThat(now.isFollowedBy(new AsOf(6, 2))).isFalse();
        assertThat(now.isFollowedBy(new AsOf(4, 1))).isFalse();
    }

    private static VersionedTenant version(long version) {
        return new VersionedTenant(
                new Tenant(
                        new TenantId(new UUID(0, 1)),
                        "Acme " + version,
                        TenantStatus.ACTIVE,
                        Retention.DEFAULT),
                version);
    }
}
