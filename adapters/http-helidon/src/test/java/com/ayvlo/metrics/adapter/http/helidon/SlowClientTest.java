package com.ayvlo.metrics.adapter.http.helidon;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.tenant.Tenant;
import com.ayvlo.metrics.domain.tenant.TenantDirectory;
import com.ayvlo.metrics.domain.tenant.TenantDirectoryUnavailable;
import com.ayvlo.metrics.testkit.InMemoryTenantDirectory;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

class SlowClientTest {
    private static final String START =
            "POST /api/v1/metrics/ingest HTTP/1.1\r\nHost: a\r\nX-Tenant-ID: "
                    + TestApi.TENANT
                    + "\r\n";
    private static TestApi api;

    @BeforeAll
    static void start() {
        api =
                new TestApi.Setup()
                        .config(HttpConfig.defaults().withRequestTimeout(Duration.ofMillis(500)))
                        .start();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "X: y\r\n",
                "Content-Length: 100\r\n\r\n",
                "Content-Length: 100\r\n\r\n{\"metric_name\"",
                "Transfer-Encoding: chunked\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"a",
            })
    void isClosed(String rest) {
        // raw() reads until the server closes, and fails if it does not.
        assertThat(api.raw(START + rest)).isEmpty();
    }

    @Test
    void isClosedIfItSendsOneByteAtATime() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
            socket.getOutputStream().write(START.getBytes(StandardCharsets.UTF_8));
            socket.setSoTimeout(50);
            assertThat(dripUntilClosed(socket)).isTrue();
        }
    }

    private static boolean dripUntilClosed(Socket socket) {
        for (int i = 0; i < 200; i++) {
            try {
                socket.getOutputStream().write('x');
                if (socket.getInputStream().read() < 0) {
                    return true;
                }
            } catch (IOException failure) {
                if (!(failure instanceof SocketTimeoutException)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void doesNotKeepOthersWaiting() throws IOException {
        try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
            slow.getOutputStream().write(START.getBytes(StandardCharsets.UTF_8));

            assertThat(api.get("/api/v1/metrics").status()).isEqualTo(200);
        }
    }

    @Test
    void aHandlerThatTakesTooLongIsInterrupted() {
        CountDownLatch never = new CountDownLatch(1);
        TenantDirectory stuck = stuckOnKnown(never);
        try (TestApi hanging =
                new TestApi.Setup()
                        .directory(stuck)
                        .config(HttpConfig.defaults().withRequestTimeout(Duration.ofMillis(500)))
                        .start()) {
            TestApi.Answer answer = hanging.get("/api/v1/metrics");

            IngestApiTest.assertProblem(answer, 503, "unavailable");
        }
    }

    /** Waits for what never comes, as a look-up in a database may. */
    private static TenantDirectory stuckOnKnown(CountDownLatch never) {
        InMemoryTenantDirectory known = new InMemoryTenantDirectory();
        return (TenantDirectory)
                Proxy.newProxyInstance(
                        SlowClientTest.class.getClassLoader(),
                        new Class<?>[] {TenantDirectory.class},
                        (_, method, arguments) ->
                                method.getName().equals("findById")
                                        ? waitFor(never)
                                        : method.invoke(known, arguments));
    }

    private static Optional<Tenant> waitFor(CountDownLatch never) {
        try {
            never.await();
            return Optional.empty();
        } catch (InterruptedException deadline) {
            throw new TenantDirectoryUnavailable("interrupted", deadline);
        }
    }
}
