package com.ayvlo.metrics.bootstrap.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.bootstrap.Answer;
import com.ayvlo.metrics.bootstrap.ServiceProcess;
import com.ayvlo.metrics.bootstrap.Services;
import com.ayvlo.metrics.testkit.servers.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** There is no room left, then there is again. */
class FullDiskTest {
    private static final int MEBIBYTES = 640;
    private static final int CLIENTS = 2;
    private static final Duration SOON = Duration.ofSeconds(60);

    @RegisterExtension final Services services = new Services();

    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void refusesCleanlyAndGoesOnWhenThereIsRoomAgain(boolean keyed) {
        Ledger ledger = new Ledger("full_disk");
        try (SmallDisk disk = SmallDisk.mount(directory, MEBIBYTES)) {
            ServiceProcess service = services.start(disk.root());
            Load client = new Load(service.demo(), ledger);
            try (Load load = (keyed ? client.keyed() : client).start(CLIENTS)) {
                load.awaitAcknowledged(20);
                disk.fill();
                Await.until("it refuses", SOON, () -> load.refusals().size() >= 10);
                load.refusals().forEach(FullDiskTest::isClean);
                saysSo(service);
                disk.clear();
                load.awaitAcknowledged(20);
                load.stop();
            }
            awaitWell(service);
            ledger.verify(service.demo());
            service.kill();
            ServiceProcess second = services.start(disk.root());
            ledger.verify(second.demo());
            second.kill();
        }
    }

    @Test
    void survivesAKillWhileItIsFull() {
        Ledger ledger = new Ledger("killed_when_full");
        try (SmallDisk disk = SmallDisk.mount(directory, MEBIBYTES)) {
            ServiceProcess first = services.start(disk.root());
            try (Load load = new Load(first.demo(), ledger).start(CLIENTS)) {
                load.awaitAcknowledged(20);
                disk.fill();
                Await.until("it refuses", SOON, () -> load.refusals().size() >= 10);
                first.kill();
                load.stop();
            }
            disk.clear();
            ServiceProcess second = services.start(disk.root());
            ledger.verify(second.demo());
            second.kill();
        }
    }

    private static void awaitWell(ServiceProcess service) {
        try {
            Await.until("it is well", SOON, () -> isUp(service));
        } catch (AssertionError unwell) {
            throw new AssertionError(service.api().get("/health/ready").body(), unwell);
        }
    }

    private static void isClean(Answer refusal) {
        assertThat(refusal.status()).isEqualTo(503);
        assertThat(refusal.header("Retry-After")).matches("\\d+");
        assertThat(refusal.header("Content-Type")).startsWith("application/problem+json");
        assertThat(refusal.body()).doesNotContain("Exception", "java.");
    }

    private static void saysSo(ServiceProcess service) {
        Answer ready = service.api().get("/health/ready");
        assertThat(ready.body()).contains("disk");
        assertThat(isUp(service)).isFalse();
        List.of("/health", "/health/live", "/metrics")
                .forEach(path -> assertThat(service.api().get(path).status()).isEqualTo(200));
    }

    private static boolean isUp(ServiceProcess service) {
        Answer ready = service.api().get("/health/ready");
        return ready.status() == 200 && !ready.body().contains("degraded");
    }
}
