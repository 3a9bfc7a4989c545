package com.ayvlo.metrics.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.ayvlo.metrics.domain.tenant.ApiKeyHash;
import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.Retention;
import com.ayvlo.metrics.domain.tenant.Tenant;
import com.ayvlo.metrics.domain.tenant.TenantDirectory;
import com.ayvlo.metrics.domain.tenant.TenantDirectoryUnavailable;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.domain.tenant.TenantStatus;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * What every {@link TenantDirectory} promises. Every test works with tenants and keys of its own,
 * so that tests may run in any order and on a server that others use.
 */
public interface TenantDirectoryContract extends TenantDirectoryRaceContract {
    @Test
    default void find_isEmptyForWhatNobodyCreated() {
        assertThat(directory().findById(freshTenant().id())).isEmpty();
        assertThat(directory().findByKey(freshKey())).isEmpty();
    }

    @Test
    default void create_isSeenByTheNextLookUp() {
        Tenant tenant = freshTenant();
        ApiKeyHash key = freshKey();
        assertThat(directory().findById(tenant.id())).isEmpty();
        assertThat(directory().findByKey(key)).isEmpty();

        assertThat(directory().create(tenant, key)).isTrue();

        assertThat(directory().findById(tenant.id())).contains(tenant);
        assertThat(directory().findByKey(key)).contains(tenant);
        assertThat(directory().findByKey(freshKey())).isEmpty();
    }

    @Test
    default void create_keepsEveryValue() {
        for (String name :
                List.of("Zürich 東京 😀", "it's \"x\" \\ %_", "'; DROP--", "x".repeat(200))) {
            Tenant forEver = freshTenant().named(name).with(Retention.FOREVER);
            Tenant suspended =
                    freshTenant().with(Retention.ofDays(36_525)).with(TenantStatus.SUSPENDED);

            assertThat(directory().create(forEver, freshKey())).isTrue();
            assertThat(directory().create(suspended, freshKey())).isTrue();

            assertThat(directory().findById(forEver.id())).contains(forEver);
            assertThat(directory().findById(suspended.id())).contains(suspended);
        }
    }

    @Test
    default void create_withATakenIdChangesNothing() {
        Tenant tenant = freshTenant();
        ApiKeyHash firstKey = freshKey();
        ApiKeyHash otherKey = freshKey();
        directory().create(tenant, firstKey);

        assertThat(directory().create(tenant.named("Other"), otherKey)).isFalse();
        assertThat(directory().create(tenant, firstKey)).isFalse();

        assertThat(directory().findById(tenant.id())).contains(tenant);
        assertThat(directory().findByKey(firstKey)).contains(tenant);
        assertThat(directory().findByKey(otherKey)).isEmpty();
    }

    @Test
    default void create_withATakenKeyLeavesItToItsFirstTenant() {
        Tenant tenant = freshTenant();
        ApiKeyHash key = freshKey();
        directory().create(tenant, key);

        Tenant other = freshTenant();
        assertThatIllegalArgumentException().isThrownBy(() -> directory().create(other, key));

        assertThat(directory().findByKey(key)).contains(tenant);
        assertThat(directory().findById(other.id())).isEmpty();
    }

    @Test
    default void update_isSeenByTheNextLookUp() {
        Tenant tenant = freshTenant();
        Tenant bystander = freshTenant();
        ApiKeyHash key = freshKey();
        directory().create(tenant, key);
        directory().create(bystander, freshKey());

        for (Tenant changed :
                List.of(
                        tenant.with(TenantStatus.SUSPENDED),
                        tenant.named("Renamed").with(Retention.FOREVER),
                        tenant.with(Retention.ofDays(1)))) {
            directory().findByKey(key);
            assertThat(directory().update(changed)).isTrue();
            assertThat(directory().findById(tenant.id())).contains(changed);
            assertThat(directory().findByKey(key)).contains(changed);
        }
        assertThat(directory().findById(bystander.id())).contains(bystander);
    }

    @Test
    default void update_ofAnUnknownTenantChangesNothing() {
        Tenant unknown = freshTenant();

        assertThat(directory().update(unknown)).isFalse();

        assertThat(directory().findById(unknown.id())).isEmpty();
    }

    @Test
    default void list_comesInTheOrderOfTheIdsText() {
        long high = UUID.randomUUID().getMostSignificantBits();
        List<Tenant> inOrder =
                LongStream.of(1, 2, 10, Long.MAX_VALUE, Long.MIN_VALUE, -2, -1)
                        .mapToObj(low -> withId(new UUID(high, low)))
                        .toList();
        inOrder.reversed().forEach(tenant -> directory().create(tenant, freshKey()));
        TenantId before = new TenantId(new UUID(high, 0));
        TenantId between = new TenantId(new UUID(high, 3));

        assertThat(directory().list(before, 7)).isEqualTo(inOrder);
        assertThat(directory().list(before, 3)).isEqualTo(inOrder.subList(0, 3));
        assertThat(directory().list(between, 5)).isEqualTo(inOrder.subList(2, 7));
        assertThat(directory().list(inOrder.get(2).id(), 5)).isEqualTo(inOrder.subList(2, 7));
        assertThat(directory().list(inOrder.getLast().id(), 10)).startsWith(inOrder.getLast());
        assertThat(directory().list(inOrder.getLast().id(), 10))
                .doesNotContainAnyElementsOf(inOrder.subList(0, 6));
    }

    @Test
    default void list_fromTheLowestIdHasEveryTenant() {
        List<Tenant> mine = IntStream.range(0, 5).mapToObj(_ -> freshTenant()).toList();
        mine.forEach(tenant -> directory().create(tenant, freshKey()));

        List<Tenant> all = directory().list(TenantId.LOWEST, Integer.MAX_VALUE);

        assertThat(all).containsAll(mine).doesNotHaveDuplicates();
        assertThat(all).extracting(tenant -> tenant.id().toString()).isSorted();
        assertThat(directory().list(TenantId.LOWEST, 3)).isEqualTo(all.subList(0, 3));
    }

    @Test
    default void check_isUpWhileOpen() {
        assertThat(directory().check().status()).isEqualTo(Health.Status.UP);
        assertThat(directory().check().detail()).isNotBlank();
    }

    @Test
    default void close_endsEveryUse() {
        directory().close();
        directory().close();

        assertThat(directory().check().status()).isEqualTo(Health.Status.DOWN);
        assertThatExceptionOfType(TenantDirectoryUnavailable.class)
                .isThrownBy(() -> directory().create(freshTenant(), freshKey()));
        assertThatExceptionOfType(TenantDirectoryUnavailable.class)
                .isThrownBy(() -> directory().list(TenantId.LOWEST, 1));
    }

    private static Tenant withId(UUID id) {
        return new Tenant(new TenantId(id), "Acme", TenantStatus.ACTIVE, Retention.DEFAULT);
    }
}
