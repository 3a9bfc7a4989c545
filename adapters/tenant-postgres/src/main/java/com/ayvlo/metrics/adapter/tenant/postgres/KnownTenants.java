package com.ayvlo.metrics.adapter.tenant.postgres;

import com.ayvlo.metrics.domain.tenant.ApiKeyHash;
import com.ayvlo.metrics.domain.tenant.Tenant;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.util.List;
import java.util.Optional;

/**
 * What this node remembers of the directory: tenants and keys that somebody asked for. That there
 * is no such tenant or key is never remembered, for it may be created on another node.
 *
 * <p>Two threads write here: who looked something up, and who watches for changes. A look-up may
 * bring what was true before a change, after the watcher has dealt with that change; so it says as
 * of when it began, and what it brought is forgotten if the watcher was there meanwhile.
 *
 * <p>Safe for concurrent use; look-ups never wait.
 */
final class KnownTenants {
    private final BoundedMap<TenantId, VersionedTenant> tenants;
    private final BoundedMap<ApiKeyHash, TenantId> keys;
    private volatile AsOf asOf = AsOf.NEVER;

    /**
     * Nothing is known.
     *
     * @param most this many tenants, and this many keys
     */
    KnownTenants(int most) {
        this.tenants = new BoundedMap<>(most);
        this.keys = new BoundedMap<>(most);
    }

    Optional<Tenant> find(TenantId id) {
        return tenants.get(id).map(VersionedTenant::tenant);
    }

    Optional<Tenant> find(ApiKeyHash key) {
        return keys.get(key).flatMap(this::find);
    }

    int size() {
        return tenants.size();
    }

    /** The last change that is known; asked for before something is looked up. */
    AsOf asOf() {
        return asOf;
    }

    /** Remembers a tenant that was looked up, or changed by this node. */
    void learn(VersionedTenant found, AsOf before) {
        TenantId id = found.tenant().id();
        tenants.put(id, found, VersionedTenant::newer);
        if (!before.equals(asOf)) {
            tenants.remove(id);
        }
    }

    /** Remembers a tenant and a key that opens its data. */
    void learn(ApiKeyHash key, VersionedTenant found, AsOf before) {
        learn(found, before);
        keys.put(key, found.tenant().id(), (_, id) -> id);
        if (!before.equals(asOf)) {
            keys.remove(key);
        }
    }

    /**
     * Takes over what changed.
     *
     * @param now how far the changes have got
     * @param changed what every tenant that has changed since {@link #asOf} is now
     */
    void apply(AsOf now, List<VersionedTenant> changed) {
        asOf = now; // first: see above
        for (VersionedTenant tenant : changed) {
            tenants.change(tenant.tenant().id(), tenant, VersionedTenant::newer);
        }
    }

    /** Begins anew: what is known may no longer be so. */
    void forget(AsOf now) {
        asOf = now;
        keys.clear();
        tenants.clear();
    }
}
