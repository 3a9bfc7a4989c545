package com.ayvlo.metrics.testkit;

import com.ayvlo.metrics.domain.tenant.ApiKeyHash;
import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.Tenant;
import com.ayvlo.metrics.domain.tenant.TenantDirectory;
import com.ayvlo.metrics.domain.tenant.TenantDirectoryUnavailable;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Tenants in maps; forgets them when it is closed. Safe for concurrent use. */
public final class InMemoryTenantDirectory implements TenantDirectory {
    /** By the text of their ids. */
    private final Map<String, Tenant> tenants = new TreeMap<>();

    private final Map<ApiKeyHash, TenantId> keys = new HashMap<>();
    private final Lock lock = new ReentrantLock();
    private Optional<ApiKeyHash> adminKey = Optional.empty();
    private boolean closed;

    /** An empty directory. */
    public InMemoryTenantDirectory() {}

    @Override
    public Optional<Tenant> findById(TenantId id) {
        return locked(() -> Optional.ofNullable(tenants.get(id.toString())));
    }

    @Override
    public Optional<Tenant> findByKey(ApiKeyHash key) {
        return locked(
                () ->
                        Optional.ofNullable(keys.get(key))
                                .flatMap(id -> Optional.ofNullable(tenants.get(id.toString()))));
    }

    @Override
    public boolean create(Tenant tenant, ApiKeyHash firstKey) {
        return locked(
                () -> {
                    if (tenants.containsKey(tenant.id().toString())) {
                        return false;
                    }
                    if (keys.containsKey(firstKey)) {
                        throw new IllegalArgumentException("the key opens another tenant's data");
                    }
                    tenants.put(tenant.id().toString(), tenant);
                    keys.put(firstKey, tenant.id());
                    return true;
                });
    }

    @Override
    public boolean update(Tenant tenant) {
        return locked(() -> tenants.replace(tenant.id().toString(), tenant) != null);
    }

    @Override
    public List<Tenant> list(TenantId from, int limit) {
        return locked(
                () ->
                        tenants.entrySet().stream()
                                .filter(entry -> entry.getKey().compareTo(from.toString()) >= 0)
                                .map(Map.Entry::getValue)
                                .limit(limit)
                                .toList());
    }

    @Override
    public Optional<ApiKeyHash> adminKey() {
        return locked(() -> adminKey);
    }

    @Override
    public ApiKeyHash claimAdminKey(ApiKeyHash proposed) {
        return locked(
                () -> {
                    ApiKeyHash stored = adminKey.orElse(proposed);
                    adminKey = Optional.of(stored);
                    return stored;
                });
    }

    @Override
    public Health check() {
        lock.lock();
        try {
            return closed ? Health.down("closed") : Health.up("in memory");
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            if (closed) {
                throw new TenantDirectoryUnavailable(
                        "the directory is closed", new IllegalStateException("closed"));
            }
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
