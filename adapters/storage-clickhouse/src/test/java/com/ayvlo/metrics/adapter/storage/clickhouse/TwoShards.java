package com.ayvlo.metrics.adapter.storage.clickhouse;

import com.ayvlo.metrics.testkit.servers.OwnClickHouse;
import com.ayvlo.metrics.testkit.servers.OwnClickHouseCluster;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A cluster of two shards.
 *
 * @param cluster the servers
 * @param queue executes what is ON CLUSTER
 */
record TwoShards(OwnClickHouseCluster cluster, DdlQueue queue) implements AutoCloseable {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    /** One for the JVM of the tests. */
    static TwoShards shared() {
        return Shared.SHARDS;
    }

    /** One to harm. */
    static TwoShards start() {
        OwnClickHouseCluster cluster = OwnClickHouseCluster.start(2);
        return new TwoShards(cluster, new DdlQueue(cluster));
    }

    private static final class Shared {
        static final TwoShards SHARDS = start();
    }

    /** The name of a database that nobody has made yet. */
    String newDatabase() {
        return "cluster_" + DATABASES.incrementAndGet();
    }

    ClickHouseConfig config(String database) {
        OwnClickHouse first = cluster.shards().getFirst();
        return ClickHouseConfig.of(
                        first.host(), queue.port(), first.user(), first.password(), database)
                .withCluster(OwnClickHouseCluster.NAME);
    }

    /** The first shard by itself. */
    ClickHouseConfig singleServer(String database) {
        return Storages.config(cluster.shards().getFirst(), database);
    }

    /** What each shard answers. */
    List<String> execute(String sql) {
        return cluster.shards().stream().map(shard -> shard.execute(sql)).toList();
    }

    @Override
    public void close() {
        queue.close();
        cluster.close();
    }
}
