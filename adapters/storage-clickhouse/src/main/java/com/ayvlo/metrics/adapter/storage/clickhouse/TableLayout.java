package com.ayvlo.metrics.adapter.storage.clickhouse;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How the tables lie: whole on a single server, or in parts on the shards of a cluster. What asks
 * questions and sends blocks names a table the same way on both; only what makes tables and deletes
 * from them has to know.
 *
 * <p>Implementations are immutable.
 */
sealed interface TableLayout permits SingleServer, ShardedCluster {
    /** The layout that is configured. */
    static TableLayout of(ClickHouseConfig config) {
        return config.cluster()
                .<TableLayout>map(cluster -> new ShardedCluster(cluster, config.database()))
                .orElseGet(() -> new SingleServer(config.database()));
    }

    /** Asks how many databases there are of our name, on the server that has fewest. */
    Sql databases();

    /** The statement that makes the database. */
    String database();

    /**
     * The statements that make what one statement of {@code schema.sql} defines.
     *
     * @param definition with what is for clusters in braces
     */
    List<String> statements(String definition);

    /** What a deletion of rows of this table addresses. */
    String deleted(String table);

    /**
     * Asks two numbers: how many of the tables have to be made, on the server that lacks most, and
     * how many lie otherwise than here, so that they must not be used.
     *
     * @param names of all tables and views that the database should have
     */
    Sql missing(List<String> names);

    /** Asks everything that every question needs whether it answers; and for the version. */
    Sql version();

    /**
     * Settings of every statement.
     *
     * @param timeout how long it may take
     */
    Map<String, String> settings(Duration timeout);
}
