package com.ayvlo.metrics.adapter.tenant.local;

import com.ayvlo.metrics.domain.tenant.ApiKeyHash;
import com.ayvlo.metrics.domain.tenant.Tenant;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Everything that a directory knows at one moment. Immutable: a change makes a new one, which takes
 * the place of the old one once it is on disk.
 *
 * @param byId tenants in the order of their ids' text
 * @param keys whose data each key opens
 * @param adminKey the key that administrates
 */
record Tenants(
        NavigableMap<TenantId, Tenant> byId,
        NavigableMap<ApiKeyHash, TenantId> keys,
        Optional<ApiKeyHash> adminKey) {
    /** The order of the text of UUIDs; their own compares the halves as signed numbers. */
    private static final Comparator<TenantId> BY_TEXT =
            Comparator.<TenantId, Long>comparing(
                            id -> id.value().getMostSignificantBits(), Long::compareUnsigned)
                    .thenComparing(
                            id -> id.value().getLeastSignificantBits(), Long::compareUnsigned);

    static final Tenants NONE = new Tenants(noTenants(), noKeys(), Optional.empty());

    Tenants {
        byId = Collections.unmodifiableNavigableMap(byId);
        keys = Collections.unmodifiableNavigableMap(keys);
    }

    /** An empty map in the order of ids. */
    static NavigableMap<TenantId, Tenant> noTenants() {
        return new TreeMap<>(BY_TEXT);
    }

    /** An empty map in the order of hashes. */
    static NavigableMap<ApiKeyHash, TenantId> noKeys() {
        return new TreeMap<>(Comparator.comparing(ApiKeyHash::hex));
    }

    Optional<Tenant> find(TenantId id) {
        return Optional.ofNullable(byId.get(id));
    }

    Optional<Tenant> find(ApiKeyHash key) {
        return Optional.ofNullable(keys.get(key)).flatMap(this::find);
    }

    List<Tenant> from(TenantId first, int limit) {
        return byId.tailMap(first, true).values().stream().limit(limit).toList();
    }

    /** With this tenant instead of the one with its id, if there is one. */
    Tenants with(Tenant tenant) {
        return new Tenants(plus(byId, tenant.id(), tenant), keys, adminKey);
    }

    /** With a key that opens this tenant's data. */
    Tenants with(ApiKeyHash key, TenantId tenant) {
        return new Tenants(byId, plus(keys, key, tenant), adminKey);
    }

    /** With this key to administrate. */
    Tenants withAdminKey(ApiKeyHash key) {
        return new Tenants(byId, keys, Optional.of(key));
    }

    private static <K, V> NavigableMap<K, V> plus(NavigableMap<K, V> map, K key, V value) {
        NavigableMap<K, V> copy = new TreeMap<>(map);
        copy.put(key, value);
        return copy;
    }
}
