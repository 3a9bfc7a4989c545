package com.ayvlo.metrics.bootstrap.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.bootstrap.ApiClient;
import com.ayvlo.metrics.bootstrap.Await;
import com.ayvlo.metrics.bootstrap.Endurance;
import com.ayvlo.metrics.bootstrap.ServiceProcess;
import com.ayvlo.metrics.bootstrap.Services;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;

/** Requests with an Idempotency-Key, sent again and again over a bad line. */
class RepeatedRequestTest {
    private static final int REQUESTS = Endurance.size(100, 5000);
    private static final int TIMES = 3;
    private static final Duration SOON = Duration.ofSeconds(30);

    @RegisterExtension final Services services = new Services();

    @TempDir Path data;

    @Test
    void theTotalsAreTheTruthHoweverOftenARequestIsSent() {
        ServiceProcess service = services.start(data);
        Ledger ledger = new Ledger("thrice");
        try (CuttingProxy proxy = CuttingProxy.before(service.address());
                Load client = Load.byHand(ApiClient.of(proxy.address()).asDemo(), ledger)) {
            for (int i = 0; i < REQUESTS; i++) {
                sendThrice(client, ledger.begin());
            }
            assertThat(proxy.cuts()).isPositive();
        }
        assertThat(ledger.count(Ledger.Fate.ACKNOWLEDGED)).isEqualTo(REQUESTS);
        ledger.verify(service.demo());
    }

    /** Three times, then until there is an answer. */
    private static void sendThrice(Load client, int request) {
        for (int i = 1; i < TIMES; i++) {
            client.sendKeyed(request);
        }
        awaitAcknowledged(client, request);
    }

    private static void awaitAcknowledged(Load client, int request) {
        Await.until(
                "request " + request + " is acknowledged",
                SOON,
                () -> client.sendKeyed(request) == Ledger.Fate.ACKNOWLEDGED);
    }

    @Test
    void aKeyIsKnownAfterAKill() {
        Ledger ledger = new Ledger("keyed_and_killed");
        ServiceProcess first = services.start(data);
        try (Load client = Load.byHand(first.demo(), ledger)) {
            for (int i = 0; i < REQUESTS; i++) {
                assertThat(client.sendKeyed(ledger.begin())).isEqualTo(Ledger.Fate.ACKNOWLEDGED);
            }
        }
        first.kill();

        ServiceProcess second = services.start(data);
        try (Load client = Load.byHand(second.demo(), ledger)) {
            for (int request = 1; request <= REQUESTS; request++) {
                awaitAcknowledged(client, request);
            }
        }

        ledger.verify(second.demo());
    }
}
