package com.ayvlo.metrics.testkit.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class ClickHouseServerTest {
    @AutoClose private final OwnClickHouse server = OwnClickHouse.start();

    @Test
    void keepsItsDataAndPortWhenKilledAndStartedAgain() {
        String database = server.newDatabase();
        server.execute("CREATE TABLE %s.t (n Int64) ORDER BY n".formatted(database));
        server.execute("INSERT INTO %s.t VALUES (7)".formatted(database));
        int port = server.port();
        server.kill();
        assertThatThrownBy(() -> server.execute("SELECT 1"))
                .isInstanceOf(IllegalStateException.class);

        server.restart();

        assertThat(server.port()).isEqualTo(port);
        assertThat(server.execute("SELECT n FROM %s.t".formatted(database))).isEqualTo("7");
        server.stop();
        server.restart();
        assertThat(server.execute("SELECT n FROM %s.t".formatted(database))).isEqualTo("7");
    }

    @Test
    void givesEachTestADatabaseOfItsOwn() {
        assertThat(server.newDatabase()).isNotEqualTo(server.newDatabase());
    }

    @Test
    void saysWhatTheServerRefuses() {
        assertThatThrownBy(() -> server.execute("SELECT nonsense"))
                .hasMessageContaining("UNKNOWN_IDENTIFIER");
    }

    @Test
    void readsAddresses() {
        assertThat(ClickHouseAddress.parse("http://me:p%40ss@example:8443"))
                .isEqualTo(new ClickHouseAddress("example", 8443, "me", "p@ss"));
        assertThat(ClickHouseAddress.parse("http://example"))
                .isEqualTo(new ClickHouseAddress("example", 8123, "default", ""));
    }

    @Test
    void aSharedServerAnswers() {
        assertThat(ClickHouseServer.shared().execute("SELECT 1 + 1")).isEqualTo("2");
        assertThat(ClickHouseServer.shared()).isSameAs(ClickHouseServer.shared());
    }

    @Test
    void theShardsOfAClusterKnowEachOther() {
        try (OwnClickHouseCluster cluster = OwnClickHouseCluster.start(2)) {
            OwnClickHouse last = cluster.shards().getLast();
            assertThat(last.execute("SELECT count() FROM cluster('shards', system.one)"))
                    .isEqualTo("2");
            last.kill();
            last.restart();
            assertThat(
                            cluster.shards()
                                    .getFirst()
                                    .execute("SELECT count() FROM cluster('shards', system.one)"))
                    .isEqualTo("2");
        }
    }
}
