package com.ayvlo.metrics.architecture.planted.adapter.ratelimit.local;

import ch.qos.logback.classic.Level;

import com.clickhouse.client.api.Client;
import com.fasterxml.jackson.core.JsonParser;
import com.github.luben.zstd.Zstd;
import com.zaxxer.hikari.HikariDataSource;

import io.helidon.webserver.WebServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.assertj.core.api.Assert;
import org.duckdb.DuckDBConnection;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Assertions;
import org.postgresql.PGConnection;
import org.testcontainers.DockerClientFactory;

import redis.clients.jedis.Jedis;
import redis.embedded.core.ExecutableProvider;

import java.sql.Connection;

/** Planted fault: an adapter uses what belongs to others. */
record UsesEveryVendor(
        WebServer helidon,
        MeterRegistry micrometer,
        JsonParser jackson,
        Zstd luben,
        DuckDBConnection duckdb,
        Client clickhouse,
        Connection sql,
        Jdbi jdbi,
        Flyway flyway,
        PGConnection postgres,
        HikariDataSource zaxxer,
        Jedis redis,
        EmbeddedPostgres zonky,
        ExecutableProvider embedded,
        DockerClientFactory testcontainers,
        Level logback,
        Assertions junit,
        Assert<?, ?> assertj) {}
