package com.ayvlo.metrics.adapter.tenant.postgres;

import com.ayvlo.metrics.domain.tenant.ApiKeyHash;
import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.Tenant;
import com.ayvlo.metrics.domain.tenant.TenantDirectory;
import com.ayvlo.metrics.domain.tenant.TenantDirectoryUnavailable;
import com.ayvlo.metrics.domain.tenant.TenantId;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Tenants in PostgreSQL, for all nodes. Whoever was looked up once is answered from memory, which
 * follows the changes of other nodes within a second or two; what was never looked up, and every
 * list and change, asks the server.
 *
 * <p>The first use makes contact, and the tables if there are none; several nodes may start at
 * once. While the server is away, the last known state holds, everything else throws {@link
 * TenantDirectoryUnavailable} at once, and {@link #check()} says why and since when; it comes back
 * by itself. A change during which the server went away may have been made or not.
 *
 * <p>Safe for concurrent use; look-ups of known tenants never wait.
 */
public final class PostgresTenantDirectory implements TenantDirectory {
    /** Some 30 MB at most, if names are long. */
    private static final int MOST_KNOWN = 50_000;

    private final String server;
    private final Connections connections;
    private final KnownTenants known;
    private final Watch watch;
    private volatile boolean closed;

    /** A directory that has not been in contact with the server. */
    public PostgresTenantDirectory(PostgresConfig config) {
        this(config, MOST_KNOWN);
    }

    PostgresTenantDirectory(PostgresConfig config, int mostKnown) {
        this.server = "PostgreSQL at %s:%d".formatted(config.host(), config.port());
        this.connections = new Connections(config);
        this.known = new KnownTenants(mostKnown);
        this.watch = new Watch(connections, known);
    }

    @Override
    public Optional<Tenant> findById(TenantId id) {
        Optional<Tenant> remembered = closed ? Optional.empty() : known.find(id);
        if (remembered.isPresent()) {
            return remembered;
        }
        return ask(
                handle -> {
                    AsOf before = known.asOf();
                    Optional<VersionedTenant> found = TenantSql.find(handle, id);
                    found.ifPresent(tenant -> known.learn(tenant, before));
                    return found.map(VersionedTenant::tenant);
                });
    }

    @Override
    public Optional<Tenant> findByKey(ApiKeyHash key) {
        Optional<Tenant> remembered = closed ? Optional.empty() : known.find(key);
        if (remembered.isPresent()) {
            return remembered;
        }
        return ask(
                handle -> {
                    AsOf before = known.asOf();
                    Optional<VersionedTenant> found = TenantSql.find(handle, key);
                    found.ifPresent(tenant -> known.learn(key, tenant, before));
                    return found.map(VersionedTenant::tenant);
                });
    }

    @Override
    public boolean create(Tenant tenant, ApiKeyHash firstKey) {
        return ask(
                handle -> {
                    AsOf before = known.asOf();
                    Optional<Long> version =
                            handle.inTransaction(open -> insert(open, tenant, firstKey));
                    version.map(first -> new VersionedTenant(tenant, first))
                            .ifPresent(created -> known.learn(firstKey, created, before));
                    return version.isPresent();
                });
    }

    private static Optional<Long> insert(Handle handle, Tenant tenant, ApiKeyHash firstKey) {
        Optional<Long> version = TenantSql.insert(handle, tenant);
        if (version.isPresent() && !TenantSql.insertKey(handle, firstKey, tenant.id())) {
            throw new IllegalArgumentException("the key opens another tenant's data");
        }
        return version;
    }

    @Override
    public boolean update(Tenant tenant) {
        return ask(
                handle -> {
                    AsOf before = known.asOf();
                    Optional<Long> version = TenantSql.update(handle, tenant);
                    version.map(later -> new VersionedTenant(tenant, later))
                            .ifPresent(changed -> known.learn(changed, before));
                    return version.isPresent();
                });
    }

    @Override
    public List<Tenant> list(TenantId from, int limit) {
        return ask(handle -> TenantSql.list(handle, from, limit));
    }

    @Override
    public Optional<ApiKeyHash> adminKey() {
        return ask(TenantSql::adminKey);
    }

    @Override
    public ApiKeyHash claimAdminKey(ApiKeyHash proposed) {
        return ask(
                handle -> {
                    TenantSql.insertAdminKey(handle, proposed);
                    return TenantSql.adminKey(handle).orElseThrow();
                });
    }

    private <T> T ask(Function<Handle, T> question) {
        watch.requireUp();
        try {
            return connections.shared().withHandle(question::apply);
        } catch (JdbiException failure) {
            Exception cause = PostgresErrors.cause(failure);
            if (PostgresErrors.isAway(cause)) {
                watch.failed(cause);
            }
            throw PostgresErrors.unavailable(cause);
        }
    }

    @Override
    public Health check() {
        return switch (watch.state()) {
            case Watch.Up up when up.readOnly() ->
                    Health.degraded(
                            server + " may only be read; tenants are found and cannot be changed");
            case Watch.Up _ ->
                    Health.up("%s answers; %d tenants in memory".formatted(server, known.size()));
            case Watch.Away away -> away(away);
            case Watch.Unknown _ -> Health.down(server + " has not answered yet");
            case Watch.Closed _ -> Health.down("closed");
        };
    }

    private Health away(Watch.Away away) {
        String why = server + ' ' + PostgresErrors.words(away.why());
        int tenants = known.size();
        if (tenants == 0) {
            return Health.down(why + "; no tenant is known");
        }
        long seconds = Duration.ofNanos(System.nanoTime() - away.seenNanos()).toSeconds();
        return Health.degraded(
                "%s; %d tenants are served as they were %d s ago, others are not"
                        .formatted(why, tenants, seconds));
    }

    @Override
    public void close() {
        closed = true;
        watch.close();
        connections.close();
    }
}
