package com.ayvlo.metrics.bootstrap.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.adapter.storage.duckdb.DuckDbConfig;
import com.ayvlo.metrics.adapter.storage.duckdb.DuckDbStorage;
import com.ayvlo.metrics.bootstrap.Answer;
import com.ayvlo.metrics.bootstrap.ApiClient;
import com.ayvlo.metrics.bootstrap.Endurance;
import com.ayvlo.metrics.bootstrap.InProcessService;
import com.ayvlo.metrics.domain.storage.MetricStorage;
import com.ayvlo.metrics.testkit.InMemoryStorage;
import com.ayvlo.metrics.testkit.servers.Await;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The storage is away, slow or lies, while metrics come in. */
class BadStorageTest {
    private static final Duration OUTAGE =
            Endurance.time(Duration.ofSeconds(2), Duration.ofMinutes(1));
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration CATCHES_UP = Duration.ofSeconds(60);
    private static final int CLIENTS = 2;
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final String READY = "/health/ready";

    @TempDir Path data;

    /** Every storage joins here. */
    enum Kind {
        IN_MEMORY {
            @Override
            MetricStorage open(Path directory) {
                return new InMemoryStorage();
            }
        },
        DUCKDB {
            @Override
            MetricStorage open(Path directory) {
                return DuckDbStorage.open(DuckDbConfig.defaults(directory), InstantSource.system());
            }
        };

        abstract MetricStorage open(Path directory);
    }

    /** A service with a faulty storage that can be told how to be. */
    private record Patient(InProcessService service, FaultyStorage storage)
            implements AutoCloseable {
        static Patient start(Path data, Kind kind) {
            AtomicReference<FaultyStorage> storage = new AtomicReference<>();
            InProcessService service =
                    InProcessService.start(
                            data,
                            directory -> {
                                storage.set(new FaultyStorage(kind.open(directory)));
                                return storage.get();
                            });
            return new Patient(service, storage.get());
        }

        ApiClient api() {
            return service.demo();
        }

        double gauge(String name) {
            String text = api().get("/metrics").body();
            Matcher line = Pattern.compile("(?m)^" + name + "[^ ]* (\\S+)$").matcher(text);
            assertThat(line.find()).as(name).isTrue();
            return Double.parseDouble(line.group(1));
        }

        void awaitEverythingStored() {
            Await.until(
                    "everything is stored", CATCHES_UP, () -> gauge("ingest_backlog_metrics") == 0);
        }

        @Override
        public void close() {
            storage.set(FaultyStorage.Day.GOOD);
            service.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anOutageIsNotNoticedByThoseWhoSend(Kind kind) {
        Ledger ledger = new Ledger("outage");
        try (Patient patient = Patient.start(data, kind);
                Load load = new Load(patient.api(), ledger).resting(PAUSE).start(CLIENTS)) {
            load.awaitAcknowledged(20);
            double failuresBefore = patient.gauge("storage_errors_total\\{kind=\"unavailable\"");
            patient.storage.set(FaultyStorage.Day.AWAY);
            watchTheOutage(patient);
            load.awaitAcknowledged(20);

            tellsOfTheOutage(patient, failuresBefore);

            patient.storage.set(FaultyStorage.Day.GOOD);
            load.awaitAcknowledged(20);
            load.stop();
            patient.awaitEverythingStored();
            assertThat(load.refusals()).isEmpty();
            assertThat(patient.api().get(READY).body()).doesNotContain("\"down\"", "degraded");
            assertThat(patient.gauge("ingest_oldest_unstored_seconds")).isZero();
            ledger.verify(patient.api());
        }
    }

    /** Readiness and metrics tell the truth throughout. */
    private static void watchTheOutage(Patient patient) {
        long start = System.nanoTime();
        double waiting = 0;
        while (System.nanoTime() - start < OUTAGE.toNanos()) {
            Await.pass(LOOK);
            tellsThatTheStorageIsAway(patient);
            double now = patient.gauge("ingest_backlog_metrics");
            assertThat(now).isGreaterThan(waiting);
            waiting = now;
        }
    }

    private static void tellsThatTheStorageIsAway(Patient patient) {
        Answer ready = patient.api().get(READY);
        assertThat(ready.status()).as(ready.body()).isEqualTo(200);
        assertThat(ready.body()).contains("degraded", "away today");
        assertThat(patient.gauge("component_up\\{component=\"storage\"")).isZero();
    }

    private static void tellsOfTheOutage(Patient patient, double failuresBefore) {
        tellsThatTheStorageIsAway(patient);
        assertThat(patient.gauge("ingest_oldest_unstored_seconds"))
                .isGreaterThanOrEqualTo(OUTAGE.toMillis() / 1000.0 - 1);
        assertThat(patient.gauge("storage_errors_total\\{kind=\"unavailable\""))
                .isGreaterThan(failuresBefore);
        Answer query = patient.api().post(ApiClient.QUERY, question("outage"));
        assertThat(query.status()).isEqualTo(503);
        assertThat(query.header("Retry-After")).isNotEmpty();
    }

    private static String question(String name) {
        return """
        {"metric_name":"%s","start_time":"2025-03-01T00:00:00Z",
         "end_time":"2025-04-01T00:00:00Z","aggregate":true}
        """
                .formatted(name);
    }

    @ParameterizedTest
    @EnumSource
    void aSlowStorageMakesAnswersLateNotWrong(Kind kind) {
        Ledger ledger = new Ledger("slow");
        try (Patient patient = Patient.start(data, kind);
                Load load = new Load(patient.api(), ledger).resting(PAUSE).start(CLIENTS)) {
            load.awaitAcknowledged(20);
            patient.storage.set(FaultyStorage.Day.SLOW);
            load.awaitAcknowledged(20);

            Answer stale = patient.api().post(ApiClient.QUERY, question("slow"));

            assertThat(stale.status()).as(stale.body()).isEqualTo(200);
            assertThat(stale.text("basis/complete_until")).startsWith("2025-03-");
            patient.storage.set(FaultyStorage.Day.GOOD);
            load.stop();
            patient.awaitEverythingStored();
            assertThat(load.refusals()).isEmpty();
            Answer whole = patient.api().post(ApiClient.QUERY, question("slow"));
            assertThat(whole.at("basis/complete_until")).isNull();
            ledger.verify(patient.api());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatALyingStorageHasIsNotThereTwice(Kind kind) {
        Ledger ledger = new Ledger("lied_about");
        try (Patient patient = Patient.start(data, kind);
                Load load = new Load(patient.api(), ledger).resting(PAUSE).start(CLIENTS)) {
            patient.storage.set(FaultyStorage.Day.LYING);
            Await.until(
                    "it has lied often enough",
                    CATCHES_UP,
                    () -> patient.storage.lies() >= Endurance.size(5, 200));
            patient.storage.set(FaultyStorage.Day.GOOD);
            load.stop();
            patient.awaitEverythingStored();
            assertThat(load.refusals()).isEmpty();
            ledger.verify(patient.api());
        }
    }
}
