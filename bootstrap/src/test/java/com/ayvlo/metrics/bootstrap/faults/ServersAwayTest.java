package com.ayvlo.metrics.bootstrap.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.bootstrap.Answer;
import com.ayvlo.metrics.bootstrap.Endurance;
import com.ayvlo.metrics.bootstrap.ServiceProcess;
import com.ayvlo.metrics.bootstrap.Services;
import com.ayvlo.metrics.testkit.servers.Await;
import com.ayvlo.metrics.testkit.servers.OwnClickHouse;
import com.ayvlo.metrics.testkit.servers.PostgresServer;
import com.ayvlo.metrics.testkit.servers.RedisServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The servers die one after the other, and come back. */
class ServersAwayTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration OUTAGE = Endurance.time(Duration.ZERO, Duration.ofMinutes(1));

    /**
     * Everything is read back page by page: minutes of sending at full speed would take an hour.
     */
    private static final Duration PAUSE = Endurance.time(Duration.ZERO, Duration.ofMillis(50));

    private static final List<String> UP = List.of("up");
    private static final List<String> NOT_UP = List.of("degraded", "down");

    @RegisterExtension final Services services = new Services();

    @TempDir Path data;

    private final OwnClickHouse clickHouse = OwnClickHouse.start();
    private final PostgresServer postgres = PostgresServer.own();
    private final String database = postgres.freshDatabase();
    private final RedisServer redis = RedisServer.own();

    @AfterEach
    void stop() {
        clickHouse.close();
        postgres.close();
        redis.close();
    }

    private ServiceProcess launch() {
        return services.launch(
                data,
                "CLICKHOUSE_HOST",
                clickHouse.host(),
                "CLICKHOUSE_PORT",
                Integer.toString(clickHouse.port()),
                "CLICKHOUSE_USER",
                clickHouse.user(),
                "CLICKHOUSE_PASSWORD",
                clickHouse.password(),
                "POSTGRES_HOST",
                postgres.host(),
                "POSTGRES_PORT",
                Integer.toString(postgres.port()),
                "POSTGRES_USER",
                postgres.user(),
                "POSTGRES_PASSWORD",
                postgres.password(),
                "POSTGRES_DB",
                database,
                "REDIS_HOST",
                redis.host(),
                "REDIS_PORT",
                Integer.toString(redis.port()),
                "REDIS_PASSWORD",
                redis.password(),
                "RATE_LIMIT_INGESTION",
                "1000000");
    }

    @Test
    void whatIsAcknowledgedMeanwhileIsThereInTheEnd() {
        ServiceProcess service = launch().awaitReady();
        Ledger ledger = new Ledger("servers_away");
        try (Load load = new Load(service.demo(), ledger).resting(PAUSE).start(2)) {
            load.awaitAcknowledged(5);
            awayAndBack(service, load, "rate_limiter", redis::kill, redis::start);
            awayAndBack(service, load, "tenants", postgres::kill, postgres::start);
            awayAndBack(service, load, "storage", clickHouse::kill, clickHouse::restart);
            load.stop();
        }
        assertThat(ledger.count(Ledger.Fate.REFUSED)).isZero();
        ledger.verify(service.demo());
    }

    /** Taken is meanwhile what was taken before, and health says what is missing. */
    private static void awayAndBack(
            ServiceProcess service, Load load, String part, Runnable kill, Runnable start) {
        kill.run();
        awaitStatus(service, part, NOT_UP);
        Await.pass(OUTAGE);
        load.awaitAcknowledged(5);
        assertThat(service.api().get("/health/ready").status()).isEqualTo(200);
        start.run();
        awaitStatus(service, part, UP);
        load.awaitAcknowledged(5);
    }

    private static void awaitStatus(ServiceProcess service, String part, List<String> wanted) {
        Await.until(
                part + " is " + wanted,
                SOON,
                () -> {
                    Answer ready = service.api().get("/health/ready");
                    return wanted.contains(ready.at("checks/0/data/parts/" + part + "/status"));
                });
    }

    @Test
    void aServiceThatStartsBeforeItsServersBecomesReadyWithThem() {
        redis.kill();
        postgres.kill();
        clickHouse.kill();
        ServiceProcess service = launch().awaitReady();
        assertThat(service.api().get("/health/live").status()).isEqualTo(200);
        assertThat(service.api().get("/health/ready").status()).isEqualTo(503);

        redis.start();
        postgres.start();
        clickHouse.restart();

        Await.until(
                "the service is ready",
                SOON,
                () -> service.api().get("/health/ready").status() == 200);
        for (String part : List.of("rate_limiter", "tenants", "storage")) {
            awaitStatus(service, part, UP);
        }
    }
}
