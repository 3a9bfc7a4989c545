package com.ayvlo.metrics.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.testkit.servers.Await;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/** Two nodes, each with a directory of its own, on the same servers. */
class TwoNodesTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String METRIC =
            "{\"metric_name\":\"sales\",\"value\":%d,\"timestamp\":\"2025-01-15T10:30:00Z\"}";
    private static final String SALES =
            "{\"metric_name\":\"sales\",\"start_time\":\"2025-01-01T00:00:00Z\","
                + "\"end_time\":\"2025-02-01T00:00:00Z\",\"aggregate\":true,\"interval\":\"1mo\"}";

    @RegisterExtension final Services services = new Services();

    @TempDir Path data;

    private ApiClient one;
    private ApiClient two;

    @BeforeEach
    void start() {
        Map<String, String> servers = Stack.freshDatabases();
        String[] variables =
                servers.entrySet().stream()
                        .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()))
                        .toArray(String[]::new);
        one = services.start(data.resolve("one"), variables).demo();
        two = services.start(data.resolve("two"), variables).demo();
        Await.until("nodes know each other", SOON, () -> sales(one, "basis/scope").equals("all"));
        Await.until("nodes know each other", SOON, () -> sales(two, "basis/scope").equals("all"));
    }

    private static Object sales(ApiClient node, String path) {
        Answer answer = node.post(ApiClient.QUERY, SALES);
        assertThat(answer.status()).isEqualTo(200);
        return answer.at(path);
    }

    @Test
    void aKeyHoldsOnBoth() {
        String metric = METRIC.formatted(5);
        Answer first = one.with("Idempotency-Key", "k-1").post(ApiClient.INGEST, metric);
        Answer repeated = two.with("Idempotency-Key", "k-1").post(ApiClient.INGEST, metric);
        Answer other =
                two.with("Idempotency-Key", "k-1").post(ApiClient.INGEST, METRIC.formatted(6));

        assertThat(first.status()).isEqualTo(202);
        assertThat(repeated.status()).isEqualTo(202);
        assertThat(repeated.body()).isEqualTo(first.body());
        assertThat(other.status()).isEqualTo(422);
        assertThat(one.post(ApiClient.QUERY, SALES).number("data/0/count")).isEqualTo(1);
    }

    @Test
    void whatOneHasTakenTheOtherGivesWhenItIsStored() {
        assertThat(one.post(ApiClient.INGEST, METRIC.formatted(7)).status()).isEqualTo(202);
        Answer atOnce = two.post(ApiClient.QUERY, SALES);

        // Either it is there already, or the answer says that it may be missing.
        assertThat(atOnce.list("data").isEmpty())
                .isEqualTo("2025-01-15T10:30:00.000Z".equals(atOnce.at("basis/complete_until")));
        Await.until(
                "the other node has it",
                SOON,
                () -> !two.post(ApiClient.QUERY, SALES).list("data").isEmpty());
        assertThat(two.post(ApiClient.QUERY, SALES).number("data/0/sum")).isEqualTo(7);
        Await.until(
                "the other node knows that it is complete",
                SOON,
                () -> sales(two, "basis/complete_until") == null);
    }
}
