package com.ayvlo.metrics.bootstrap.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.bootstrap.OnEveryStack;
import com.ayvlo.metrics.bootstrap.ServiceProcess;
import com.ayvlo.metrics.bootstrap.Services;
import com.ayvlo.metrics.testkit.servers.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** SIGTERM under load. */
@OnEveryStack
class StopTest {
    private static final int CLIENTS = 4;
    private static final int SECONDS = 10;

    /** A request whose body does not end. */
    private static final String BEGUN =
            """
            POST /api/v1/metrics/ingest HTTP/1.1
            Host: localhost
            X-Tenant-ID: 00000000-0000-4000-8000-000000000001
            Content-Length: 100

            {\
            """
                    .replace("\n", "\r\n");

    @RegisterExtension final Services services = new Services();

    @TempDir Path data;

    @Test
    void answersWhatItTookLosesNothingAndEndsInTime() {
        Ledger ledger = new Ledger("stopped");
        ServiceProcess first =
                services.start(data, "SHUTDOWN_TIMEOUT_SECONDS", Integer.toString(SECONDS));
        try (Load load = new Load(first.demo(), ledger).start(CLIENTS)) {
            load.awaitAcknowledged(50);
            long start = System.nanoTime();
            first.terminate();

            int exitCode = first.awaitExit();

            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(SECONDS));
            assertThat(exitCode).isEqualTo(143);
            load.stop();
        }
        assertThat(first.stderr()).contains("stopped").doesNotContain("ERROR");
        // What it did not answer, it has not taken.
        ledger.takeDoubtAsRefusal();
        ledger.verify(services.start(data).demo());
    }

    @Test
    void aClientThatDoesNotEndItsRequestDoesNotKeepTheProcess() throws IOException {
        ServiceProcess service = services.start(data, "SHUTDOWN_TIMEOUT_SECONDS", "4");
        int port = service.address().getPort();
        try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), port)) {
            slow.getOutputStream().write(BEGUN.getBytes(StandardCharsets.US_ASCII));
            Await.until(
                    "the request is being read",
                    Duration.ofSeconds(5),
                    () -> service.api().get("/health/live").status() == 200);
            long start = System.nanoTime();

            assertThat(service.stop()).isIn(143, 1);

            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(6));
        }
    }
}
