package com.ayvlo.metrics.bootstrap.faults;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ayvlo.metrics.bootstrap.ApiClient;
import com.ayvlo.metrics.bootstrap.InProcessService;
import com.ayvlo.metrics.testkit.InMemoryStorage;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** The harness notices what it is there for. */
class LedgerTest {
    @TempDir Path data;

    private InProcessService service;
    private Ledger ledger;
    private Load client;

    @BeforeEach
    void start() {
        service = InProcessService.start(data, _ -> new InMemoryStorage());
        ledger = new Ledger("watched");
        client = new Load(service.demo(), ledger);
        client.send(ledger.begin());
        client.send(ledger.begin());
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private ThrowingCallable verifying() {
        ApiClient api = service.demo();
        return () -> ledger.verify(api);
    }

    @Test
    void isContentWithTheTruth() {
        assertThatCode(verifying()).doesNotThrowAnyException();
    }

    @Test
    void noticesALoss() {
        ledger.end(ledger.begin(), Ledger.Fate.ACKNOWLEDGED);

        assertThatThrownBy(verifying()).hasMessageContaining("request 3");
    }

    @Test
    void noticesWhatIsThereTwice() {
        client.send(1);

        assertThatThrownBy(verifying()).hasMessageContaining("request 1");
    }

    @Test
    void noticesWhatIsInDoubtAndThereTwice() {
        client.send(1);
        ledger.end(1, Ledger.Fate.UNKNOWN);

        assertThatThrownBy(verifying()).hasMessageContaining("request 1");
    }

    @Test
    void noticesWhatWasRefusedAndIsThere() {
        ledger.end(2, Ledger.Fate.REFUSED);

        assertThatThrownBy(verifying()).hasMessageContaining("request 2");
    }

    @Test
    void noticesWhatIsInvented() {
        ledger = new Ledger("watched");

        assertThatThrownBy(verifying()).hasMessageContaining("nothing is invented");
    }
}
