package com.ayvlo.metrics.bootstrap.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.bootstrap.ApiClient;
import com.ayvlo.metrics.bootstrap.Endurance;
import com.ayvlo.metrics.bootstrap.OnEveryStack;
import com.ayvlo.metrics.bootstrap.ServiceProcess;
import com.ayvlo.metrics.bootstrap.Services;
import com.ayvlo.metrics.testkit.servers.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The process dies without a word, as in a loss of power, and comes back. */
@OnEveryStack
class KillTest {
    private static final int ROUNDS = Endurance.size(3, 50);
    private static final int CLIENTS = 4;
    private static final int LONGEST_MILLIS = 1500;

    @RegisterExtension final Services services = new Services();

    @TempDir Path data;

    private final Random random = new Random();

    @Test
    void whatWasAcknowledgedIsThereExactlyOnce() {
        List<Ledger> ledgers = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            dieWhileStarting();
            ServiceProcess service = services.start(data);
            if (!ledgers.isEmpty()) {
                ledgers.getLast().verify(service.demo());
            }
            ledgers.add(new Ledger("killed_" + round));
            runAndKill(service, ledgers.getLast(), random.nextInt(LONGEST_MILLIS));
        }
        ApiClient api = services.start(data).demo();
        ledgers.forEach(ledger -> ledger.verify(api));
    }

    private void dieWhileStarting() {
        ServiceProcess service = services.launch(data);
        Await.pass(Duration.ofMillis(random.nextInt(LONGEST_MILLIS)));
        service.kill();
    }

    static void runAndKill(ServiceProcess service, Ledger ledger, long afterMillis) {
        try (Load load = new Load(service.demo(), ledger).start(CLIENTS)) {
            load.awaitAcknowledged(1);
            Await.pass(Duration.ofMillis(afterMillis));
            service.kill();
            load.stop();
        }
        assertThat(ledger.count(Ledger.Fate.REFUSED)).isZero();
    }
}
