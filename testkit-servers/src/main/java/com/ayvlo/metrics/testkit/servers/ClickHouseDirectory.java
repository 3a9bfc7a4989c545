package com.ayvlo.metrics.testkit.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files of a server: data, configuration, output.
 *
 * @param root of them
 * @param password of its users
 * @param peerPort where it listens for other servers; 0 for nowhere
 */
record ClickHouseDirectory(Path root, String password, int peerPort) {
    /** Small caches and a bound for all memory: other servers and builds run beside it. */
    private static final String CONFIG =
            """
            <clickhouse>
              <logger><level>warning</level><console>0</console></logger>
              <max_server_memory_usage>3000000000</max_server_memory_usage>
              <mark_cache_size>67108864</mark_cache_size>
              <users_config>USERS</users_config>
              CLUSTER
            </clickhouse>
            """;

    /**
     * The engine's own session is that of the user default without a password, hence its grants:
     * just enough to listen. Users that SQL makes are not possible here.
     */
    private static final String USERS =
            """
            <clickhouse>
              <profiles>
                <default/>
                <reading><readonly>1</readonly></reading>
                <poor><max_memory_usage>1</max_memory_usage></poor>
              </profiles>
              <quotas><default/></quotas>
              <users>
                <default>
                  <password/>
                  <networks><ip>127.0.0.1</ip></networks>
                  <profile>default</profile>
                  <quota>default</quota>
                  <grants>
                    <query>GRANT SYSTEM LISTEN ON *.*</query>
                    <query>GRANT READ, WRITE ON FILE</query>
                    <query>GRANT CREATE TEMPORARY TABLE ON *.*</query>
                  </grants>
                </default>
                <admin>
                  <password>PASSWORD</password>
                  <networks><ip>127.0.0.1</ip></networks>
                  <profile>default</profile>
                  <quota>default</quota>
                </admin>
                <reader>
                  <password>PASSWORD</password>
                  <networks><ip>127.0.0.1</ip></networks>
                  <profile>reading</profile>
                  <quota>default</quota>
                </reader>
                <poor>
                  <password>PASSWORD</password>
                  <networks><ip>127.0.0.1</ip></networks>
                  <profile>poor</profile>
                  <quota>default</quota>
                </poor>
                <filtered>
                  <password>PASSWORD</password>
                  <networks><ip>127.0.0.1</ip></networks>
                  <profile>default</profile>
                  <quota>default</quota>
                  <databases>
                    <filtered>
                      <metrics><filter>FILTER</filter></metrics>
                      <rollups><filter>FILTER</filter></rollups>
                    </filtered>
                  </databases>
                </filtered>
              </users>
            </clickhouse>
            """;

    private static final String FILTER =
            "tenant_id = toUUIDOrZero(toString(getSetting('log_comment')))";

    /** A new one among the temporary files. */
    static ClickHouseDirectory create(String password) throws IOException {
        return create(password, 0, "");
    }

    /**
     * The same for a server of a cluster.
     *
     * @param cluster in the server's configuration, as XML
     */
    static ClickHouseDirectory create(String password, int peerPort, String cluster)
            throws IOException {
        Path root = Files.createTempDirectory("clickhouse");
        Files.createDirectory(root.resolve("data"));
        ClickHouseDirectory directory = new ClickHouseDirectory(root, password, peerPort);
        Files.writeString(
                directory.users(), USERS.replace("PASSWORD", password).replace("FILTER", FILTER));
        Files.writeString(
                directory.config(),
                CONFIG.replace("USERS", directory.users().toString()).replace("CLUSTER", cluster));
        return directory;
    }

    Path data() {
        return root.resolve("data");
    }

    Path config() {
        return root.resolve("config.xml");
    }

    /** Where the server writes what goes wrong. */
    Path output() {
        return root.resolve("output.txt");
    }

    /** Where the server writes its port. */
    Path portFile() {
        return root.resolve("port.txt");
    }

    private Path users() {
        return root.resolve("users.xml");
    }

    void delete() {
        try {
            if (Files.exists(root)) {
                ClickHouseEngine.deleteRecursively(root);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
