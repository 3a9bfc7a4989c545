package com.ayvlo.metrics.adapter.tenant.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.ayvlo.metrics.domain.tenant.ApiKey;
import com.ayvlo.metrics.domain.tenant.ApiKeyHash;
import com.ayvlo.metrics.domain.tenant.Health;
import com.ayvlo.metrics.domain.tenant.Retention;
import com.ayvlo.metrics.domain.tenant.Tenant;
import com.ayvlo.metrics.domain.tenant.TenantDirectory;
import com.ayvlo.metrics.domain.tenant.TenantDirectoryUnavailable;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.domain.tenant.TenantStatus;
import com.ayvlo.metrics.testkit.servers.Await;
import com.ayvlo.metrics.testkit.servers.PostgresServer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Each test leaves the server running. */
class PostgresOutageTest {
    private static final Tenant ACME =
            new Tenant(
                    new TenantId(new UUID(0, 1)), "Acme", TenantStatus.ACTIVE, Retention.DEFAULT);
    private static final ApiKeyHash KEY = ApiKey.of("acme").hash();
    private static final Duration BACK = Duration.ofSeconds(10);

    private static PostgresServer server;

    @BeforeAll
    static void start() {
        server = PostgresServer.own();
    }

    @AfterAll
    static void close() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void isDownWhenTheServerIsAndComesWithIt() {
        PostgresConfig config = Databases.fresh(server);
        server.kill();
        try (TenantDirectory directory = new PostgresTenantDirectory(config)) {
            assertThat(directory.check())
                    .isEqualTo(
                            Health.down(
                                    "PostgreSQL at %s:%d cannot be reached; no tenant is known"
                                            .formatted(server.host(), server.port())));
            assertThatExceptionOfType(TenantDirectoryUnavailable.class)
                    .isThrownBy(() -> directory.create(ACME, KEY));

            server.start();

            awaitUp(directory);
            assertThat(directory.create(ACME, KEY)).isTrue();
            assertThat(directory.findByKey(KEY)).contains(ACME);
        }
    }

    @Test
    void servesTheKnownWhileTheServerIsKilledAndStartedAgain() throws Exception {
        PostgresConfig config = Databases.fresh(server);
        AtomicBoolean over = new AtomicBoolean();
        try (TenantDirectory directory = knowing(config);
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Long>> slowest = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                slowest.add(threads.submit(() -> slowestKnown(directory, over)));
            }
            Future<Integer> refused = threads.submit(() -> refusals(directory, over));
            for (int round = 0; round < 2; round++) {
                server.kill();
                awaitDegraded(directory);
                server.start();
                awaitUp(directory);
                assertThat(directory.findById(unknown())).isEmpty();
            }
            over.set(true);

            for (Future<Long> each : slowest) {
                assertThat(Duration.ofNanos(each.get())).isLessThan(Duration.ofMillis(900));
            }
            assertThat(refused.get()).isPositive();
        }
    }

    @Test
    void isNeverHeldUpByAServerThatDoesNotAnswer() {
        try (TenantDirectory directory = knowing(Databases.fresh(server))) {
            try {
                server.pause();
                Duration first = timeOfRefusal(directory);
                awaitDegraded(directory);

                assertThat(first).isLessThan(Duration.ofSeconds(4));
                for (int i = 0; i < 100; i++) {
                    assertThat(directory.findByKey(KEY)).contains(ACME);
                    assertThat(timeOfRefusal(directory)).isLessThan(Duration.ofMillis(900));
                }
                assertThat(directory.check().detail())
                        .contains("does not answer in time; 1 tenants are served as they were")
                        .containsPattern(" [1-9] s ago");
            } finally {
                server.resume();
            }
            awaitUp(directory);
            assertThat(directory.findById(unknown())).isEmpty();
        }
    }

    @Test
    void learnsWhatChangedWhileItWasCutOff() {
        PostgresConfig config = Databases.fresh(server);
        try (TenantDirectory directory = knowing(config)) {
            server.kill();
            awaitDegraded(directory);
            server.start();
            Databases.execute(
                    server, config, "UPDATE ayvlo_metrics.tenants SET status = 'suspended'");

            Await.until(
                    "the change is seen",
                    BACK,
                    () ->
                            directory.findByKey(KEY).orElseThrow().status()
                                    == TenantStatus.SUSPENDED);
        }
    }

    /** Whoever listens there counts, and hangs up at once. */
    @Test
    void knocksOnceASecondHoweverManyAsk() throws Exception {
        AtomicInteger knocks = new AtomicInteger();
        try (ExecutorService threads = Executors.newCachedThreadPool();
                ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                TenantDirectory directory =
                        new PostgresTenantDirectory(
                                new PostgresConfig(
                                        "127.0.0.1", socket.getLocalPort(), "u", "p", "d"))) {
            threads.execute(() -> countAndHangUp(socket, knocks));
            assertThat(directory.check().status()).isEqualTo(Health.Status.DOWN);

            long start = System.nanoTime();
            List<Callable<Integer>> askers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                askers.add(() -> refusalsWithin(directory, Duration.ofSeconds(3)));
            }
            for (Future<Integer> asker : threads.invokeAll(askers)) {
                assertThat(asker.get()).isGreaterThan(10);
            }
            long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
            assertThat(knocks.get()).isBetween(2, (int) seconds + 2);
        }
    }

    private static void countAndHangUp(ServerSocket socket, AtomicInteger knocks) {
        while (!socket.isClosed()) {
            try (Socket _ = socket.accept()) {
                knocks.incrementAndGet();
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** A directory on this database that knows the tenant. */
    private static TenantDirectory knowing(PostgresConfig config) {
        TenantDirectory directory = new PostgresTenantDirectory(config);
        directory.create(ACME, KEY);
        assertThat(directory.findByKey(KEY)).contains(ACME);
        return directory;
    }

    private static long slowestKnown(TenantDirectory directory, AtomicBoolean over) {
        long slowest = 0;
        while (!over.get()) {
            long start = System.nanoTime();
            assertThat(directory.findById(ACME.id())).contains(ACME);
            assertThat(directory.findByKey(KEY)).contains(ACME);
            slowest = Math.max(slowest, System.nanoTime() - start);
            Thread.onSpinWait();
        }
        return slowest;
    }

    private static int refusals(TenantDirectory directory, AtomicBoolean over) {
        int refusals = 0;
        while (!over.get()) {
            refusals += isRefused(directory) ? 1 : 0;
        }
        return refusals;
    }

    private static int refusalsWithin(TenantDirectory directory, Duration time) {
        long start = System.nanoTime();
        int refusals = 0;
        while (System.nanoTime() - start < time.toNanos()) {
            assertThat(isRefused(directory)).isTrue();
            refusals++;
            Thread.onSpinWait();
        }
        return refusals;
    }

    private static boolean isRefused(TenantDirectory directory) {
        try {
            assertThat(directory.findById(unknown())).isEmpty();
            return false;
        } catch (TenantDirectoryUnavailable refusal) {
            return true;
        }
    }

    private static Duration timeOfRefusal(TenantDirectory directory) {
        long start = System.nanoTime();
        assertThat(isRefused(directory)).isTrue();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static TenantId unknown() {
        return new TenantId(UUID.randomUUID());
    }

    private static void awaitUp(TenantDirectory directory) {
        Await.until("up", BACK, () -> directory.check().status() == Health.Status.UP);
    }

    private static void awaitDegraded(TenantDirectory directory) {
        Await.until("degraded", BACK, () -> directory.check().status() == Health.Status.DEGRADED);
    }
}
