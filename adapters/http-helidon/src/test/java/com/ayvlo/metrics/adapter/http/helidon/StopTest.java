package com.ayvlo.metrics.adapter.http.helidon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ayvlo.metrics.adapter.http.helidon.TestApi.Answer;
import com.ayvlo.metrics.domain.storage.StorageException;

import org.junit.jupiter.api.Test;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

class StopTest {
    private static final String HEALTH =
            "GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @Test
    void answersTheRequestsThatItHasTaken() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                TestApi api = waiting(Duration.ofSeconds(20))) {
            assertThat(api.get("/health").status()).isEqualTo(200); // leaves an idle connection
            var answer = CompletableFuture.supplyAsync(() -> api.get("/api/v1/metrics"), threads);
            entered.await();
            var stopped = CompletableFuture.runAsync(api.api()::stop, threads);
            assertRefusesNewConnections(api);
            assertThat(stopped).isNotDone();
            released.countDown();

            Answer last = answer.get(10, TimeUnit.SECONDS);
            assertThat(last.status()).isEqualTo(503);
            assertThat(last.at("code")).isEqualTo("unavailable");
            stopped.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void doesNotWaitLongerThanItMay() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            TestApi api = waiting(Duration.ofMillis(200));
            var answer = CompletableFuture.supplyAsync(() -> api.get("/api/v1/metrics"), threads);
            entered.await();

            CompletableFuture.runAsync(api::close, threads).get(10, TimeUnit.SECONDS);

            assertThat(answer.handle((_, _) -> true).get(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void closesIdleConnectionsAtOnce() {
        TestApi api = waiting(Duration.ofSeconds(60));
        api.get("/health");

        CompletableFuture<Void> closed = CompletableFuture.runAsync(api::close);

        assertThat(closed).succeedsWithin(Duration.ofSeconds(10));
    }

    /** A list of metrics waits until it is released, and then fails. */
    private TestApi waiting(Duration grace) {
        return new TestApi.Setup()
                .config(HttpConfig.defaults().withShutdownGrace(grace))
                .storage(
                        new FailingStorage(
                                () -> {
                                    entered.countDown();
                                    try {
                                        released.await();
                                    } catch (InterruptedException end) {
                                        Thread.currentThread().interrupt();
                                    }
                                    return new StorageException.Unavailable("released");
                                }))
                .start();
    }

    private static void assertRefusesNewConnections(TestApi api) {
        assertThatThrownBy(
                        () -> {
                            while (true) {
                                api.raw(HEALTH);
                            }
                        })
                .isInstanceOf(UncheckedIOException.class);
    }
}
