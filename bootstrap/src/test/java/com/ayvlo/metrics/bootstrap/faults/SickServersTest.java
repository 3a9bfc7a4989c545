package com.ayvlo.metrics.bootstrap.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.bootstrap.Answer;
import com.ayvlo.metrics.bootstrap.ApiClient;
import com.ayvlo.metrics.bootstrap.Endurance;
import com.ayvlo.metrics.bootstrap.ServiceProcess;
import com.ayvlo.metrics.bootstrap.Services;
import com.ayvlo.metrics.testkit.servers.Await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * All servers are there, and all are sick in the same way: metrics are taken, no answer is wrong,
 * none comes after its time, health says what is missing, and the service heals with its servers.
 */
class SickServersTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final List<String> PARTS = List.of("storage", "tenants", "rate_limiter");
    private static final String METRIC =
            "{\"metric_name\":\"sick\",\"value\":1,\"timestamp\":\"2025-03-01T00:00:00Z\"}";
    private static final String QUESTION =
            "{\"metric_name\":\"sick\",\"start_time\":\"2025-03-01T00:00:00Z\","
                    + "\"end_time\":\"2025-03-02T00:00:00Z\",\"aggregate\":true}";

    /** A request that only takes metrics in waits for nobody but the limiter. */
    private static final Duration INGEST = Duration.ofSeconds(2);

    /**
     * What a question may take: 2 s for what is not stored yet, its own 3 s, and a busy machine.
     */
    private static final Duration QUERY = Duration.ofSeconds(8);

    private static final int TIMES = Endurance.size(1, 5);

    @RegisterExtension static final Services SERVICES = new Services();

    @TempDir static Path data;

    private static SickServers servers;
    private static ServiceProcess service;
    private static int sent;

    /** A way to be sick, and what health says of it. */
    record Sickness(
            String name, Consumer<SickServers> harm, Consumer<SickServers> heal, String detail) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Sickness> sicknesses() {
        String late = "does not answer in time";
        return Stream.of(
                new Sickness("silent", SickServers::pause, SickServers::resume, late),
                new Sickness("slow", SickServers::slow, SickServers::fast, late),
                new Sickness(
                        "read-only",
                        SickServers::readOnly,
                        SickServers::writable,
                        "takes no metrics: ClickHouse may only be read"),
                new Sickness(
                        "full",
                        SickServers::full,
                        SickServers::roomy,
                        "takes no metrics: ClickHouse failed with code 243"),
                new Sickness(
                        "refusing",
                        SickServers::refusing,
                        SickServers::willing,
                        "takes no metrics: ClickHouse has too many parts to merge"));
    }

    @BeforeAll
    static void start() {
        servers = new SickServers();
        service =
                SERVICES.start(
                        data,
                        variables(
                                "QUERY_TIMEOUT_SECONDS", "3",
                                "BATCH_TIMEOUT_SECONDS", "1",
                                "RATE_LIMIT_INGESTION", "1000000",
                                "RATE_LIMIT_QUERY", "1000000"));
        awaitParts("up"::equals);
    }

    private static String[] variables(String... more) {
        String[] all = Arrays.copyOf(servers.variables(), servers.variables().length + 8);
        System.arraycopy(more, 0, all, all.length - more.length, more.length);
        return all;
    }

    @AfterAll
    static void stop() {
        if (servers != null) {
            servers.close();
        }
    }

    @ParameterizedTest
    @MethodSource("sicknesses")
    void nothingIsLostNothingIsWrongAndNothingHangs(Sickness sickness) {
        ingest();
        sickness.harm.accept(servers);
        try {
            ingest();
            awaitParts(status -> !status.equals("up"));
            for (int i = 0; i < TIMES; i++) {
                ingest();
                isRightOrRefused();
                isUnknownOrRefused();
                Answer ready = service.api().get("/health/ready");
                assertThat(ready.status()).as(ready.body()).isEqualTo(200);
            }
            assertThat(service.api().get("/health/ready").body()).contains(sickness.detail);
        } finally {
            sickness.heal.accept(servers);
        }
        awaitParts("up"::equals);
        Await.until("everything is stored", SOON, SickServersTest::isWhole);
        assertThat(asStranger().status()).isEqualTo(403);
    }

    private static void awaitParts(Predicate<String> wanted) {
        Await.until(
                "the status of all parts",
                SOON,
                () -> {
                    Answer ready = service.api().get("/health/ready");
                    return PARTS.stream().allMatch(part -> wanted.test(status(ready, part)));
                });
    }

    private static String status(Answer ready, String part) {
        return ready.text("checks/0/data/parts/" + part + "/status");
    }

    private static void ingest() {
        Answer answer = within(INGEST, () -> service.demo().post(ApiClient.INGEST, METRIC));
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        sent++;
    }

    /** Whatever is missing is named, and a refusal says when to come back. */
    private static void isRightOrRefused() {
        Answer answer = within(QUERY, () -> service.demo().post(ApiClient.QUERY, QUESTION));
        if (answer.status() == 200) {
            assertThat(count(answer) == sent || answer.at("basis/complete_until") != null)
                    .as("%s of %d", answer.body(), sent)
                    .isTrue();
        } else {
            isRefusedForNow(answer);
        }
    }

    private static double count(Answer answer) {
        return answer.list("data").stream()
                .mapToDouble(row -> ((Number) ((Map<?, ?>) row).get("count")).doubleValue())
                .sum();
    }

    private static void isRefusedForNow(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isNotEmpty();
    }

    /** A tenant that there is not: nobody may be told so who cannot know it. */
    private static void isUnknownOrRefused() {
        Answer answer = asStranger();
        if (answer.status() != 403) {
            isRefusedForNow(answer);
        }
    }

    private static Answer asStranger() {
        ApiClient stranger = service.api().as(UUID.randomUUID().toString());
        return within(QUERY, () -> stranger.post(ApiClient.INGEST, METRIC));
    }

    private static Answer within(Duration time, Supplier<Answer> request) {
        long start = System.nanoTime();
        Answer answer = request.get();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).as(answer.body()).isLessThan(time);
        return answer;
    }

    private static boolean isWhole() {
        Answer answer = service.demo().post(ApiClient.QUERY, QUESTION);
        return answer.status() == 200
                && answer.at("basis/complete_until") == null
                && count(answer) == sent;
    }
}
