package com.ayvlo.metrics.testkit.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Servers on loopback that know each other as the shards of a cluster, one replica each. They can
 * be killed and started again one by one, and have the same user and password.
 *
 * <p>What the engine of the tests cannot do: replicate, and execute {@code ON CLUSTER}.
 *
 * <p>For one thread at a time.
 *
 * @param shards in the order of their numbers, which start with 1
 */
public record OwnClickHouseCluster(List<OwnClickHouse> shards) implements AutoCloseable {
    /** What the cluster is called. */
    public static final String NAME = "shards";

    /** Starts one with so many shards; {@link MissingServer} if its program cannot be had. */
    public static OwnClickHouseCluster start(int shards) {
        String password = UUID.randomUUID().toString();
        List<Integer> ports =
                IntStream.range(0, shards).mapToObj(_ -> Loopback.freePort()).toList();
        return new OwnClickHouseCluster(
                IntStream.range(0, shards)
                        .parallel()
                        .mapToObj(
                                i ->
                                        start(
                                                ports.get(i),
                                                configuration(ports, i, password),
                                                password))
                        .toList());
    }

    private static OwnClickHouse start(int port, String configuration, String password) {
        try {
            return OwnClickHouse.start(ClickHouseDirectory.create(password, port, configuration));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String configuration(List<Integer> ports, int shard, String password) {
        return """
        <remote_servers><shards>%s</shards></remote_servers>
        <macros><shard>%d</shard><replica>1</replica></macros>
        """
                .formatted(
                        ports.stream()
                                .map(port -> configuration(port, password))
                                .collect(Collectors.joining()),
                        shard + 1);
    }

    private static String configuration(int port, String password) {
        return """
        <shard>
          <internal_replication>true</internal_replication>
          <replica>
            <host>127.0.0.1</host><port>%d</port><user>admin</user><password>%s</password>
          </replica>
        </shard>
        """
                .formatted(port, password);
    }

    /** Ends all of them, and deletes their data. */
    @Override
    public void close() {
        shards.forEach(OwnClickHouse::close);
    }
}
