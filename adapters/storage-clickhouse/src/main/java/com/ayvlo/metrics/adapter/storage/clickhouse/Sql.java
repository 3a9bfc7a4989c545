package com.ayvlo.metrics.adapter.storage.clickhouse;

import com.ayvlo.metrics.domain.tenant.TenantId;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A statement in the making. Its text holds our own words and numbers only; whatever came from
 * outside is a typed parameter.
 *
 * <p>A question about metrics starts with a tenant, and {@link #from} is the only way to name a
 * table in it: no such statement can be spelt that sees another tenant's rows.
 *
 * <p>Not safe for concurrent use.
 */
final class Sql {
    private final Optional<TenantId> tenant;
    private final StringBuilder text = new StringBuilder();
    private final Map<String, Object> parameters = new HashMap<>();
    private final Map<String, String> settings = new HashMap<>();
    private Optional<String> database = Optional.empty();

    private Sql(Optional<TenantId> tenant) {
        this.tenant = tenant;
        tenant.ifPresent(id -> parameters.put("tenant", id.toString()));
    }

    /** A statement about one tenant's rows. */
    static Sql of(TenantId tenant) {
        return new Sql(Optional.of(tenant));
    }

    /** A statement that is about no tenant's rows. */
    static Sql ofNoTenant(String text) {
        return new Sql(Optional.empty()).add(text);
    }

    /** Adds text. */
    Sql add(String fragment) {
        text.append(fragment);
        return this;
    }

    /** Puts text in front. */
    Sql before(String fragment) {
        text.insert(0, fragment);
        return this;
    }

    /** Adds a text from outside. */
    Sql string(String value) {
        return parameter("String", value);
    }

    /** Adds a number as it is, bit by bit. */
    Sql number(double value) {
        return add("reinterpretAsFloat64(toInt64(" + Double.doubleToRawLongBits(value) + "))");
    }

    /** Adds a parameter. */
    Sql parameter(String type, Object value) {
        String name = "p" + parameters.size();
        parameters.put(name, value);
        return add("{" + name + ":" + type + "}");
    }

    /** Adds where rows come from: this tenant's of a table. More conditions may follow. */
    Sql from(String table) {
        if (tenant.isEmpty()) {
            throw new IllegalStateException("a question about metrics has a tenant");
        }
        return add(" FROM " + table + " WHERE tenant_id = {tenant:UUID}");
    }

    /** Starts the deletion of this tenant's rows. More conditions may follow. */
    Sql deleteFrom(String table) {
        if (tenant.isEmpty()) {
            throw new IllegalStateException("a deletion has a tenant");
        }
        return add("DELETE FROM " + table + " WHERE tenant_id = {tenant:UUID}");
    }

    /** Whose rows this is about. */
    Optional<TenantId> tenant() {
        return tenant;
    }

    /** Has the server run this statement with a setting of its own. */
    Sql setting(String name, String value) {
        settings.put(name, value);
        return this;
    }

    /** Has the server run this statement in another database than ours. */
    Sql in(String newDatabase) {
        database = Optional.of(newDatabase);
        return this;
    }

    Optional<String> database() {
        return database;
    }

    Map<String, String> settings() {
        return Map.copyOf(settings);
    }

    String text() {
        return text.toString();
    }

    Map<String, Object> parameters() {
        return Map.copyOf(parameters);
    }

    /** A time as a constant of the type of {@code timestamp}, which partitions are pruned by. */
    static String timestamp(long epochMillis) {
        return "fromUnixTimestamp64Milli(toInt64(" + epochMillis + "), 'UTC')";
    }

    /** The condition that a metric is in this range of milliseconds since 1970, half open. */
    static String timestampIn(long fromMillis, long toMillis) {
        return " AND timestamp >= "
                + timestamp(fromMillis)
                + " AND timestamp < "
                + timestamp(toMillis);
    }
}
