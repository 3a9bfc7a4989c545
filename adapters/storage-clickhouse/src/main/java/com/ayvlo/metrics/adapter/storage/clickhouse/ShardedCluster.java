package com.ayvlo.metrics.adapter.storage.clickhouse;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Tables on the shards of a cluster. Each is two: {@code NAME_local}, replicated, has a shard's
 * part of the rows, and {@code NAME} stands for all parts together; questions and blocks go to the
 * latter.
 *
 * @param name of the cluster in the configuration of the servers
 * @param schema the database
 */
record ShardedCluster(String name, String schema) implements TableLayout {
    private static final String LOCAL = "_local";

    private static final Pattern SHARDED =
            Pattern.compile("CREATE TABLE IF NOT EXISTS (\\w+)\\{sharded by ([^}]+)\\}");

    private static final Pattern REPLICATED = Pattern.compile("\\{Replicated\\}(\\w*MergeTree)");

    /** How long and how many inserts replicas remember; a month is longer than any outage. */
    private static final String WINDOW =
            "replicated_deduplication_window = 100000,"
                    + " replicated_deduplication_window_seconds = 2592000, ";

    @Override
    public Sql databases() {
        return Sql.ofNoTenant("SELECT toInt64(min(found)) FROM (SELECT ")
                .add("countIf(name = '%s') AS found".formatted(schema))
                .add(" FROM clusterAllReplicas('%s', system.databases)".formatted(name))
                .add(" GROUP BY shardNum())")
                .setting("skip_unavailable_shards", "1")
                .in("system");
    }

    @Override
    public String database() {
        return "CREATE DATABASE IF NOT EXISTS " + schema + onCluster();
    }

    /** The part of a shard first: the table of all parts takes its columns from it. */
    @Override
    public List<String> statements(String definition) {
        Matcher sharded = SHARDED.matcher(definition);
        if (!sharded.find()) {
            return List.of(filledIn(definition, ""));
        }
        String table = sharded.group(1);
        String key = sharded.group(2);
        String made = "CREATE TABLE IF NOT EXISTS " + table + LOCAL + onCluster();
        return List.of(
                filledIn(sharded.replaceFirst(Matcher.quoteReplacement(made)), table),
                "CREATE TABLE IF NOT EXISTS %s%s AS %s%s ENGINE = Distributed('%s', '%s', '%s%s', %s)"
                        .formatted(
                                table, onCluster(), table, LOCAL, name, schema, table, LOCAL, key));
    }

    private String filledIn(String text, String table) {
        String engine =
                Matcher.quoteReplacement(
                        "('/clickhouse/tables/%s/{shard}/%s/%s%s', '{replica}')"
                                .formatted(name, schema, table, LOCAL));
        return REPLICATED
                .matcher(text)
                .replaceAll("Replicated$1" + engine)
                .replace("{window}", WINDOW)
                .replace("{local}", LOCAL)
                .replace("{everywhere}", onCluster());
    }

    /** A table of all parts has no deletion: it is every shard that deletes. */
    @Override
    public String deleted(String table) {
        return table + LOCAL + onCluster();
    }

    /** Of servers that are away nothing is known, and they need not have what is there already. */
    @Override
    public Sql missing(List<String> names) {
        String all = names.stream().map(one -> "'" + one + "'").collect(Collectors.joining(", "));
        return Sql.ofNoTenant("SELECT toInt64(max(missing)), toInt64(sum(others)) FROM (SELECT ")
                .add(
                        "%d - countIf(database = '%s' AND name IN (%s)) AS missing, "
                                .formatted(names.size(), schema, all))
                .add(
                        "countIf(database = '%s' AND name = 'metrics' AND engine != 'Distributed')"
                                .formatted(schema))
                .add(" AS others FROM clusterAllReplicas('%s', system.tables)".formatted(name))
                .add(" GROUP BY shardNum())")
                .setting("skip_unavailable_shards", "1")
                .in("system");
    }

    @Override
    public Sql version() {
        return Sql.ofNoTenant(
                        "SELECT any(version()) FROM cluster('%s', system.one)".formatted(name))
                .in("system");
    }

    /**
     * All statements of all nodes use the same replica of a shard while it is there and not behind,
     * so that a question sees what was written. What a shard lacks is a failure, never left out.
     */
    @Override
    public Map<String, String> settings(Duration timeout) {
        return Map.ofEntries(
                Map.entry("distributed_foreground_insert", "1"),
                Map.entry("insert_quorum", "auto"),
                Map.entry("insert_quorum_parallel", "1"),
                Map.entry("insert_quorum_timeout", Long.toString(timeout.toMillis())),
                Map.entry("skip_unavailable_shards", "0"),
                Map.entry("optimize_skip_unused_shards", "0"),
                Map.entry("prefer_localhost_replica", "0"),
                Map.entry("load_balancing", "in_order"),
                Map.entry("max_replica_delay_for_distributed_queries", "1"),
                Map.entry("fallback_to_stale_replicas_for_distributed_queries", "0"),
                Map.entry("distributed_ddl_output_mode", "none"));
    }

    private String onCluster() {
        return " ON CLUSTER `" + name + "`";
    }

    /** For messages. */
    @Override
    public String toString() {
        return "the cluster " + name;
    }
}
