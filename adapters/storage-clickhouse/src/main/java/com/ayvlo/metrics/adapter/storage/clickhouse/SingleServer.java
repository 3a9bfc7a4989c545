package com.ayvlo.metrics.adapter.storage.clickhouse;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * All tables on one server.
 *
 * @param name of the database
 */
record SingleServer(String name) implements TableLayout {
    private static final Pattern FOR_CLUSTERS = Pattern.compile("\\{[^}]*\\}");

    @Override
    public Sql databases() {
        return Sql.ofNoTenant("SELECT toInt64(count()) FROM system.databases WHERE name = ")
                .string(name)
                .in("system");
    }

    @Override
    public String database() {
        return "CREATE DATABASE IF NOT EXISTS " + name;
    }

    @Override
    public List<String> statements(String definition) {
        return List.of(FOR_CLUSTERS.matcher(definition).replaceAll(""));
    }

    @Override
    public String deleted(String table) {
        return table;
    }

    /** All, for making one that is there is no work. */
    @Override
    public Sql missing(List<String> names) {
        return Sql.ofNoTenant("SELECT toInt64(%d), toInt64(count())".formatted(names.size()))
                .add(" FROM system.tables WHERE name = 'metrics' AND engine = 'Distributed'")
                .add(" AND database = ")
                .string(name)
                .in("system");
    }

    @Override
    public Sql version() {
        return Sql.ofNoTenant("SELECT version()").in("system");
    }

    @Override
    public Map<String, String> settings(Duration timeout) {
        return Map.of();
    }

    /** For messages. */
    @Override
    public String toString() {
        return "a single server";
    }
}
