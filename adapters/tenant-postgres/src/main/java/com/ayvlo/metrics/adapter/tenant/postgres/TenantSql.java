package com.ayvlo.metrics.adapter.tenant.postgres;

import com.ayvlo.metrics.domain.tenant.ApiKeyHash;
import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Retention;
import com.ayvlo.metrics.domain.tenant.Tenant;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.domain.tenant.TenantStatus;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** The statements, and how rows become tenants. */
final class TenantSql {
    private static final String COLUMNS =
            "t.id, t.name, t.status, t.retention_days, t.version FROM ayvlo_metrics.tenants t";

    private TenantSql() {}

    static Optional<VersionedTenant> find(Handle handle, TenantId id) {
        return handle.createQuery("SELECT " + COLUMNS + " WHERE t.id = :id")
                .bind("id", id.value())
                .map((row, _) -> tenant(row))
                .findOne();
    }

    static Optional<VersionedTenant> find(Handle handle, ApiKeyHash key) {
        return handle.createQuery(
                        "SELECT "
                                + COLUMNS
                                + " JOIN ayvlo_metrics.api_keys k ON k.tenant_id = t.id"
                                + " WHERE k.hash = :hash")
                .bind("hash", bytes(key))
                .map((row, _) -> tenant(row))
                .findOne();
    }

    static List<Tenant> list(Handle handle, TenantId from, int limit) {
        return handle.createQuery(
                        "SELECT " + COLUMNS + " WHERE t.id >= :from ORDER BY t.id LIMIT :limit")
                .bind("from", from.value())
                .bind("limit", limit)
                .map((row, _) -> tenant(row).tenant())
                .list();
    }

    /** Those that changed after a version, at most so many, in no order. */
    static List<VersionedTenant> changedSince(Handle handle, long version, int limit) {
        return handle.createQuery("SELECT " + COLUMNS + " WHERE t.version > :version LIMIT :limit")
                .bind("version", version)
                .bind("limit", limit)
                .map((row, _) -> tenant(row))
                .list();
    }

    static AsOf asOf(Handle handle) {
        return handle.createQuery("SELECT version, removals FROM ayvlo_metrics.changes")
                .map((row, _) -> new AsOf(row.getLong("version"), row.getLong("removals")))
                .one();
    }

    /** Whether nothing can be changed now: a standby, or told so. */
    static boolean isReadOnly(Handle handle) {
        return handle.createQuery("SELECT current_setting('transaction_read_only')::boolean")
                .mapTo(Boolean.class)
                .one();
    }

    /** The version of the row; empty if the id is taken. */
    static Optional<Long> insert(Handle handle, Tenant tenant) {
        return version(
                handle.createQuery(
                        "INSERT INTO ayvlo_metrics.tenants (id, name, status, retention_days)"
                                + " VALUES (:id, :name, :status, :days)"
                                + " ON CONFLICT (id) DO NOTHING RETURNING version"),
                tenant);
    }

    /** The new version of the row; empty if there is none. */
    static Optional<Long> update(Handle handle, Tenant tenant) {
        return version(
                handle.createQuery(
                        "UPDATE ayvlo_metrics.tenants"
                                + " SET name = :name, status = :status, retention_days = :days"
                                + " WHERE id = :id RETURNING version"),
                tenant);
    }

    private static Optional<Long> version(Query statement, Tenant tenant) {
        return bind(statement, tenant).mapTo(Long.class).findOne();
    }

    private static <S extends SqlStatement<S>> S bind(S statement, Tenant tenant) {
        Retention retention = tenant.retention();
        return statement
                .bind("id", tenant.id().value())
                .bind("name", tenant.name())
                .bind("status", tenant.status().name().toLowerCase(Locale.ROOT))
                .bind(
                        "days",
                        retention.days().isPresent()
                                ? (Integer) retention.days().getAsInt()
                                : null);
    }

    /** False if the key opens some tenant's data already. */
    static boolean insertKey(Handle handle, ApiKeyHash key, TenantId tenant) {
        return handle.createUpdate(
                                "INSERT INTO ayvlo_metrics.api_keys (hash, tenant_id)"
                                        + " VALUES (:hash, :tenant) ON CONFLICT (hash) DO NOTHING")
                        .bind("hash", bytes(key))
                        .bind("tenant", tenant.value())
                        .execute()
                == 1;
    }

    static Optional<ApiKeyHash> adminKey(Handle handle) {
        return handle.createQuery("SELECT hash FROM ayvlo_metrics.admin_key")
                .map((row, _) -> new ApiKeyHash(HexFormat.of().formatHex(row.getBytes("hash"))))
                .findOne();
    }

    /** Stores the key unless there is one. */
    static void insertAdminKey(Handle handle, ApiKeyHash key) {
        handle.createUpdate(
                        "INSERT INTO ayvlo_metrics.admin_key (hash) VALUES (:hash)"
                                + " ON CONFLICT DO NOTHING")
                .bind("hash", bytes(key))
                .execute();
    }

    private static byte[] bytes(ApiKeyHash hash) {
        return HexFormat.of().parseHex(hash.hex());
    }

    /**
     * @throws IllegalStateException if the row was made by hand and breaks a rule of tenants
     */
    private static VersionedTenant tenant(ResultSet row) throws SQLException {
        TenantId id = new TenantId(row.getObject("id", UUID.class));
        TenantStatus status =
                TenantStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT));
        int days = row.getInt("retention_days");
        Retention retention = row.wasNull() ? Retention.FOREVER : Retention.ofDays(days);
        try {
            return new VersionedTenant(
                    new Tenant(id, row.getString("name"), status, retention),
                    row.getLong("version"));
        } catch (InvalidValue byHand) {
            throw new IllegalStateException("the row of tenant " + id + " breaks a rule", byHand);
        }
    }
}
