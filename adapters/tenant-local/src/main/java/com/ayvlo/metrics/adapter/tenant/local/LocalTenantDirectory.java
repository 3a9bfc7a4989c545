package com.ayvlo.metrics.adapter.tenant.local;

import com.ayvlo.metrics.domain.tenant.ApiKeyHash;
import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.Tenant;
import com.ayvlo.metrics.domain.tenant.TenantDirectory;
import com.ayvlo.metrics.domain.tenant.TenantDirectoryUnavailable;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tenants in memory and in one small file ({@code tenants.tsv}), which every change replaces whole
 * before it is acknowledged: for thousands of tenants that change seldom, on one node.
 *
 * <p>A file that is damaged, cannot be read or is open in another process is never taken for an
 * empty one: every method throws {@link TenantDirectoryUnavailable}, and {@link #check()} says why,
 * with file and line, and tries again. A change that cannot be written changes nothing.
 *
 * <p>Safe for concurrent use; look-ups never wait.
 */
public final class LocalTenantDirectory implements TenantDirectory {
    private final TenantFile file;
    private final Lock changing = new ReentrantLock();
    private volatile State state = new Unreadable(new IOException("not opened yet"));
    private volatile Optional<IOException> lastFailure = Optional.empty();

    private LocalTenantDirectory(TenantFile file) {
        this.file = file;
    }

    private sealed interface State {}

    private record Loaded(Tenants tenants) implements State {}

    private record Unreadable(IOException why) implements State {}

    private record Closed() implements State {}

    /**
     * Opens the tenants that are kept in a directory; it is made, and holds none, if it is not
     * there. Does not throw if they cannot be read, but see above.
     */
    public static LocalTenantDirectory open(Path directory) {
        LocalTenantDirectory opened = new LocalTenantDirectory(new TenantFile(directory));
        opened.load();
        return opened;
    }

    private void load() {
        changing.lock();
        try {
            if (state instanceof Unreadable) {
                state = new Loaded(file.open());
            }
        } catch (IOException why) {
            state = new Unreadable(why);
        } finally {
            changing.unlock();
        }
    }

    @Override
    public Optional<Tenant> findById(TenantId id) {
        return tenants().find(id);
    }

    @Override
    public Optional<Tenant> findByKey(ApiKeyHash key) {
        return tenants().find(key);
    }

    @Override
    public List<Tenant> list(TenantId from, int limit) {
        return tenants().from(from, limit);
    }

    @Override
    public Optional<ApiKeyHash> adminKey() {
        return tenants().adminKey();
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the key opens another tenant's data, which never happens
     *     with random keys
     */
    @Override
    public boolean create(Tenant tenant, ApiKeyHash firstKey) {
        changing.lock();
        try {
            Tenants now = tenants();
            if (now.find(tenant.id()).isPresent()) {
                return false;
            }
            if (now.find(firstKey).isPresent()) {
                throw new IllegalArgumentException("the key of another tenant");
            }
            store(now.with(tenant).with(firstKey, tenant.id()));
            return true;
        } finally {
            changing.unlock();
        }
    }

    @Override
    public boolean update(Tenant tenant) {
        changing.lock();
        try {
            Tenants now = tenants();
            if (now.find(tenant.id()).isEmpty()) {
                return false;
            }
            store(now.with(tenant));
            return true;
        } finally {
            changing.unlock();
        }
    }

    @Override
    public ApiKeyHash claimAdminKey(ApiKeyHash proposed) {
        changing.lock();
        try {
            Tenants now = tenants();
            if (now.adminKey().isPresent()) {
                return now.adminKey().get();
            }
            store(now.withAdminKey(proposed));
            return proposed;
        } finally {
            changing.unlock();
        }
    }

    /** Memory changes only behind the disk. */
    private void store(Tenants changed) {
        try {
            file.write(changed);
            state = new Loaded(changed);
            lastFailure = Optional.empty();
        } catch (IOException failure) {
            lastFailure = Optional.of(failure);
            throw new TenantDirectoryUnavailable(
                    "a change of tenants could not be stored in " + file.path(), failure);
        }
    }

    private Tenants tenants() {
        return switch (state) {
            case Loaded(Tenants tenants) -> tenants;
            case Unreadable(IOException why) ->
                    throw new TenantDirectoryUnavailable(unreadable(why), why);
            case Closed() ->
                    throw new TenantDirectoryUnavailable(
                            "the directory of tenants is closed",
                            new IllegalStateException("closed"));
        };
    }

    private String unreadable(IOException why) {
        return "tenants cannot be read from %s: %s".formatted(file.path(), why.getMessage());
    }

    @Override
    public Health check() {
        if (state instanceof Unreadable) {
            load();
        }
        return switch (state) {
            case Loaded(Tenants tenants) -> loaded(tenants);
            case Unreadable(IOException why) -> Health.down(unreadable(why));
            case Closed() -> Health.down("closed");
        };
    }

    private Health loaded(Tenants tenants) {
        return lastFailure
                .map(
                        failure ->
                                Health.degraded(
                                        "the last change could not be stored in %s: %s"
                                                .formatted(file.path(), failure)))
                .orElseGet(
                        () ->
                                Health.up(
                                        "%d tenants in %s"
                                                .formatted(tenants.byId().size(), file.path())));
    }

    @Override
    public void close() {
        changing.lock();
        try {
            state = new Closed();
            file.close();
        } catch (IOException failure) {
            lastFailure = Optional.of(failure); // every change is on disk already
        } finally {
            changing.unlock();
        }
    }
}
