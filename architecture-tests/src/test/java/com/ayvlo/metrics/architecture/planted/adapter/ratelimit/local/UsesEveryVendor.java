package com.ayvlo.metrics.architecture.planted.adapter.ratelimit.local;

import ch.qos.logback.classic.Level;

import com.clickhouse.client.api.Client;
import com.fasterxml.jackson.core.JsonParser;
import com.github.luben.zstd.Zstd;

import io.helidon.webserver.WebServer;
import io.micrometer.core.instrument.MeterRegistry;

import org.assertj.core.api.Assert;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.Assertions;

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
        Level logback,
        Assertions junit,
        Assert<?, ?> assertj) {}
