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

/** Connections break while requests or answers are on their way. */
@OnEveryStack
class CutConnectionTest {
    private static final int REQUESTS = Endurance.size(200, 5000);

    @RegisterExtension final Services services = new Services();

    @TempDir Path data;

    @Test
    void whatWasAcknowledgedIsThereAndTheRestIsWholeOrNotAtAll() {
        ServiceProcess service = services.start(data);
        Ledger ledger = new Ledger("cut");
        try (CuttingProxy proxy = CuttingProxy.before(service.address());
                Load load = new Load(ApiClient.of(proxy.address()).asDemo(), ledger).start(2)) {
            load.awaitAcknowledged(REQUESTS);
            load.stop();
            assertThat(proxy.cuts()).isPositive();
        }
        assertThat(ledger.count(Ledger.Fate.UNKNOWN)).isPositive();
        ledger.verify(service.demo());
    }
}
