package com.ayvlo.metrics.bootstrap.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.bootstrap.ApiClient;
import com.ayvlo.metrics.bootstrap.Endurance;
import com.ayvlo.metrics.bootstrap.OnEveryStack;
import com.ayvlo.metrics.bootstrap.ServiceProcess;
import com.ayvlo.metrics.bootstrap.Services;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** Requests with an Idempotency-Key, sent again and again over a bad line. */
@OnEveryStack
class RepeatedRequestTest {
    /** So many requests at least, and so many connections are cut. */
    private static final int REQUESTS = Endurance.size(100, 5000);

    private static final int TIMES = 3;

    @RegisterExtension final Services services = new Services();

    @TempDir Path data;

    @Test
    void theTotalsAreTheTruthHoweverOftenARequestIsSent() {
        ServiceProcess service = services.start(data);
        Ledger ledger = new Ledger("thrice");
        try (CuttingProxy proxy = CuttingProxy.before(service.address());
                Load client = new Load(ApiClient.of(proxy.address()).asDemo(), ledger).keyed()) {
            while (ledger.requests().size() < REQUESTS || proxy.cuts() < REQUESTS) {
                int request = ledger.begin();
                for (int time = 1; time < TIMES; time++) {
                    client.send(request);
                }
                client.sendUntilAcknowledged(request);
            }
        }
        assertThat(ledger.count(Ledger.Fate.ACKNOWLEDGED)).isEqualTo(ledger.requests().size());
        ledger.verify(service.demo());
    }

    @Test
    void everyRequestCanBeSentAgainAfterAKill() {
        Ledger ledger = new Ledger("keyed_and_killed");
        ServiceProcess first = services.start(data);
        try (Load load = new Load(first.demo(), ledger).keyed().start(2)) {
            load.awaitAcknowledged(REQUESTS);
            first.kill();
            load.stop();
        }
        assertThat(ledger.count(Ledger.Fate.UNKNOWN)).isPositive();

        ServiceProcess second = services.start(data);
        Load again = new Load(second.demo(), ledger).keyed();
        ledger.requests().forEach(again::sendUntilAcknowledged);

        assertThat(ledger.count(Ledger.Fate.UNKNOWN)).isZero();
        ledger.verify(second.demo());
    }
}
