package com.ayvlo.metrics.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ayvlo.metrics.adapter.client.redis.RedisConfig;
import com.ayvlo.metrics.adapter.storage.clickhouse.ClickHouseConfig;
import com.ayvlo.metrics.adapter.tenant.postgres.PostgresConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;
import java.util.Optional;

class ServersTest {
    private static Servers servers(Map<String, String> variables) {
        return ServiceConfig.read(variables).servers();
    }

    @Test
    void without_a_host_there_is_no_server() {
        assertThat(servers(Map.of("CLICKHOUSE_PORT", "1", "REDIS_PASSWORD", "x")))
                .isEqualTo(Servers.NONE);
    }

    @Test
    void a_host_chooses_its_server_and_the_rest_has_defaults() {
        assertThat(
                        servers(
                                Map.of(
                                        "CLICKHOUSE_HOST", "c",
                                        "POSTGRES_HOST", "p",
                                        "REDIS_HOST", "r")))
                .isEqualTo(
                        new Servers(
                                Optional.of(
                                        ClickHouseConfig.of("c", 8123, "default", "", "metrics")),
                                Optional.of(
                                        new PostgresConfig("p", 5432, "metrics", "", "metrics")),
                                Optional.of(new RedisConfig("r", 6379, 0, ""))));
    }

    @Test
    void every_variable_of_a_server_counts() {
        Map<String, String> variables =
                Map.ofEntries(
                        Map.entry("CLICKHOUSE_HOST", "c"),
                        Map.entry("CLICKHOUSE_PORT", "tcp://10.0.0.1:18123"),
                        Map.entry("CLICKHOUSE_USER", "cu"),
                        Map.entry("CLICKHOUSE_PASSWORD", "cp"),
                        Map.entry("CLICKHOUSE_DATABASE", "cd"),
                        Map.entry("CLICKHOUSE_CLUSTER", "main-1.a"),
                        Map.entry("CLICKHOUSE_ROW_FILTER", "setting:SQL_tenant_id"),
                        Map.entry("POSTGRES_HOST", "p"),
                        Map.entry("POSTGRES_PORT", "15432"),
                        Map.entry("POSTGRES_USER", "pu"),
                        Map.entry("POSTGRES_PASSWORD", "pp"),
                        Map.entry("POSTGRES_DB", "pd"),
                        Map.entry("REDIS_HOST", "r"),
                        Map.entry("REDIS_PORT", "tcp://redis:16379"),
                        Map.entry("REDIS_DB", "3"),
                        Map.entry("REDIS_PASSWORD", "rp"));

        assertThat(servers(variables))
                .isEqualTo(
                        new Servers(
                                Optional.of(
                                        ClickHouseConfig.of("c", 18123, "cu", "cp", "cd")
                                                .withCluster("main-1.a")
                                                .withRowFilter("setting:SQL_tenant_id")),
                                Optional.of(new PostgresConfig("p", 15432, "pu", "pp", "pd")),
                                Optional.of(new RedisConfig("r", 16379, 3, "rp"))));
        assertThat(servers(variables).toString()).doesNotContain("cp", "pp", "rp");
    }

    @Test
    void a_choice_by_name_leaves_a_server_aside() {
        assertThat(
                        servers(
                                Map.of(
                                        "STORAGE", "duckdb",
                                        "CLICKHOUSE_HOST", "c",
                                        "TENANTS", "local",
                                        "POSTGRES_HOST", "p",
                                        "RATE_LIMITER", "local",
                                        "REDIS_HOST", "r")))
                .isEqualTo(Servers.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "STORAGE, clickhouse, CLICKHOUSE_HOST",
        "TENANTS, postgres, POSTGRES_HOST",
        "RATE_LIMITER, redis, REDIS_HOST"
    })
    void a_choice_by_name_needs_the_host(String choice, String server, String host) {
        assertThatThrownBy(() -> servers(Map.of(choice, server)))
                .isInstanceOf(ConfigurationMistakes.class)
                .message()
                .startsWith(host + " ");
    }

    @ParameterizedTest
    @CsvSource({
        "CLICKHOUSE, PORT, 0",
        "CLICKHOUSE, PORT, tcp://host",
        "CLICKHOUSE, DATABASE, a-b",
        "CLICKHOUSE, ROW_FILTER, tenant",
        "CLICKHOUSE, CLUSTER, main`; DROP",
        "CLICKHOUSE, CLUSTER, 1",
        "POSTGRES, PORT, 65536",
        "REDIS, PORT, http://r:1",
        "REDIS, DB, -1"
    })
    void names_the_variable_that_is_wrong(String server, String variable, String value) {
        String name = server + '_' + variable;

        assertThatThrownBy(() -> servers(Map.of(server + "_HOST", "h", name, value)))
                .isInstanceOf(ConfigurationMistakes.class)
                .message()
                .startsWith(name + " ")
                .hasLineCount(1);
    }

    @Test
    void a_cluster_filters_rows_by_no_header() {
        assertThatThrownBy(
                        () ->
                                servers(
                                        Map.of(
                                                "CLICKHOUSE_HOST", "c",
                                                "CLICKHOUSE_CLUSTER", "main",
                                                "CLICKHOUSE_ROW_FILTER", "header:X-Tenant")))
                .isInstanceOf(ConfigurationMistakes.class)
                .message()
                .startsWith("CLICKHOUSE_ROW_FILTER ")
                .hasLineCount(1);
    }
}
