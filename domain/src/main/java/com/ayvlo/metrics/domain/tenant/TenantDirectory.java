package com.ayvlo.metrics.domain.tenant;

import java.util.List;
import java.util.Optional;

/**
 * Knows the tenants and which key opens whose data.
 *
 * <ol>
 *   <li>What a method has returned from or acknowledged survives a restart.
 *   <li>A key opens the data of at most one tenant; a tenant may have several keys.
 *   <li>A change is seen by the next look-up on the same node at once, on other nodes within five
 *       seconds.
 *   <li>Look-ups of known tenants are answered from memory and go on while the server behind is
 *       away.
 *   <li>Safe for concurrent use.
 * </ol>
 *
 * <p>Every method throws {@link TenantDirectoryUnavailable} if it could not be answered.
 */
public interface TenantDirectory extends AutoCloseable {
    /** The tenant of this id. */
    Optional<Tenant> findById(TenantId id);

    /** The tenant whose data this key opens. */
    Optional<Tenant> findByKey(ApiKeyHash key);

    /**
     * Adds a tenant and its first key.
     *
     * @return false, and nothing changed, if the id is taken
     * @throws IllegalArgumentException if the key opens another tenant's data; nothing changed
     */
    boolean create(Tenant tenant, ApiKeyHash firstKey);

    /**
     * Replaces what is known of the tenant with this id.
     *
     * @return false, and nothing changed, if there is none
     */
    boolean update(Tenant tenant);

    /**
     * Tenants in the order of their ids' text.
     *
     * @param from the first id that may be among them, {@link TenantId#LOWEST} for all
     * @param limit at most this many, at least 1
     */
    List<Tenant> list(TenantId from, int limit);

    /** The hash of the key that administrates, if one was stored. */
    Optional<ApiKeyHash> adminKey();

    /**
     * Stores the hash of the key that administrates, unless one is stored already: of several nodes
     * the first wins.
     *
     * @return the hash that is stored now
     */
    ApiKeyHash claimAdminKey(ApiKeyHash proposed);

    /** Whether look-ups work, and how fresh they are. */
    Health check();

    /** Ends every use. */
    @Override
    void close();
}
