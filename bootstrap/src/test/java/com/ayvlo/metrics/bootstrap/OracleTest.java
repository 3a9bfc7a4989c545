package com.ayvlo.metrics.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Every number of many answers, against one that is computed by going over everything. */
@OnEveryStack
class OracleTest {
    private static final int TENANTS = 10;
    private static final int METRICS = Endurance.size(40_000, 2_000_000);
    private static final int QUERIES = Endurance.size(40, 200);
    private static final int BATCH = 2000;
    private static final Instant START = Instant.parse("2025-03-01T00:00:00Z");
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long LENGTH = Duration.ofDays(30).toMillis();
    private static final List<String> NAMES = List.of("revenue", "orders", "latency");
    private static final List<String> REGIONS = List.of("eu", "us-west", "us-east", "asia");
    private static final String ADMIN_KEY = "an-admin-key-of-the-test";

    @RegisterExtension final Services services = new Services();

    @TempDir Path data;

    private final Random random = new Random(7);
    private final List<ApiClient> tenants = new ArrayList<>();
    private final List<List<Metric>> truth = new ArrayList<>();

    private record Metric(String name, long millis, double value, String region, int plan) {
        String json() {
            return "{\"metric_name\":\"%s\",\"value\":%s,\"timestamp\":\"%s\",\"dimensions\":{\"region\":\"%s\",\"plan\":\"p%d\"}}"
                    .formatted(name, value, Instant.ofEpochMilli(millis), region, plan);
        }
    }

    private record Question(int tenant, String name, long from, long to, String region, int hours) {
        boolean asksFor(Metric metric) {
            return metric.name.equals(name)
                    && metric.millis >= from
                    && metric.millis < to
                    && (region.isEmpty() || metric.region.equals(region));
        }

        String json() {
            String filter = region.isEmpty() ? "" : "\"region\":\"%s\"".formatted(region);
            return """
            {"metric_name":"%s","start_time":"%s","end_time":"%s","dimensions":{%s},
             "aggregate":true,"interval":"%s"}
            """
                    .formatted(
                            name,
                            Instant.ofEpochMilli(from),
                            Instant.ofEpochMilli(to),
                            filter,
                            hours == 24 ? "1d" : hours + "h");
        }

        long window(Metric metric) {
            return metric.millis - metric.millis % (hours * HOUR);
        }
    }

    @Test
    void everyNumberIsWhatGoingOverEverythingGives() {
        ServiceProcess service = services.start(data, "ADMIN_KEY", ADMIN_KEY);
        for (int i = 0; i < TENANTS; i++) {
            tenants.add(tenant(service));
            truth.add(new ArrayList<>());
        }
        for (int sent = 0; sent < METRICS; sent += BATCH) {
            send((sent / BATCH) % TENANTS);
        }
        int windows = 0;
        for (int i = 0; i < QUERIES; i++) {
            windows += compare(question());
        }
        assertThat(windows).as("there was something to compare").isGreaterThan(QUERIES);
    }

    private static ApiClient tenant(ServiceProcess service) {
        Answer created =
                service.api()
                        .withKey(ADMIN_KEY)
                        .post(ApiClient.TENANTS, "{\"name\":\"T\",\"retention_days\":null}");
        return service.api().as(created.text("id"));
    }

    private void send(int tenant) {
        StringBuilder body = new StringBuilder("{\"metrics\":[");
        for (int i = 0; i < BATCH; i++) {
            Metric metric = metric();
            truth.get(tenant).add(metric);
            body.append(i == 0 ? "" : ",").append(metric.json());
        }
        Answer answer = tenants.get(tenant).post(ApiClient.BATCH, body.append("]}").toString());
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(answer.number("accepted")).isEqualTo(BATCH);
    }

    private Metric metric() {
        double value =
                switch (random.nextInt(3)) {
                    case 0 -> random.nextInt(1000);
                    case 1 -> random.nextGaussian() * 1e6;
                    default -> random.nextDouble();
                };
        return new Metric(
                one(NAMES),
                START.toEpochMilli() + random.nextLong(LENGTH),
                value,
                one(REGIONS),
                random.nextInt(5));
    }

    private Question question() {
        long from = START.toEpochMilli() + random.nextLong(LENGTH);
        long to = START.toEpochMilli() + random.nextLong(LENGTH);
        boolean wholeHours = random.nextBoolean();
        return new Question(
                random.nextInt(TENANTS),
                one(NAMES),
                rounded(Math.min(from, to), wholeHours),
                rounded(Math.max(from, to) + HOUR, wholeHours),
                random.nextBoolean() ? "" : one(REGIONS),
                one(List.of(1, 4, 24)));
    }

    private static long rounded(long millis, boolean toTheHour) {
        return toTheHour ? millis - millis % HOUR : millis;
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private int compare(Question question) {
        Map<Long, List<Double>> expected = new TreeMap<>();
        for (Metric metric : truth.get(question.tenant)) {
            if (question.asksFor(metric)) {
                expected.computeIfAbsent(question.window(metric), _ -> new ArrayList<>())
                        .add(metric.value);
            }
        }
        Answer answer = tenants.get(question.tenant).post(ApiClient.QUERY, question.json());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        List<?> windows = answer.list("data");
        assertThat(windows).as(question.json()).hasSameSizeAs(expected.keySet());
        int next = 0;
        for (Map.Entry<Long, List<Double>> each : expected.entrySet()) {
            compare(question, (Map<?, ?>) windows.get(next++), each.getKey(), each.getValue());
        }
        return windows.size();
    }

    private static void compare(
            Question question, Map<?, ?> window, long start, List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double sum = Arrays.stream(sorted).sum();
        double size = Arrays.stream(sorted).map(Math::abs).sum();
        String context = question.json() + window;
        assertThat(Instant.parse((String) window.get("timestamp")).toEpochMilli())
                .as(context)
                .isEqualTo(start);
        assertThat(number(window, "count")).as(context).isEqualTo(sorted.length);
        assertThat(number(window, "min")).as(context).isEqualTo(sorted[0]);
        assertThat(number(window, "max")).as(context).isEqualTo(sorted[sorted.length - 1]);
        assertThat(number(window, "sum")).as(context).isCloseTo(sum, within(size * 1e-9));
        assertThat(number(window, "avg"))
                .as(context)
                .isCloseTo(sum / sorted.length, within(size / sorted.length * 1e-9));
        for (int percent : List.of(50, 95, 99)) {
            double exact = percentile(sorted, percent / 100.0);
            assertThat(number(window, "p" + percent))
                    .as(context)
                    .isCloseTo(exact, within(Math.abs(exact) * 1e-9 + 1e-9));
        }
    }

    private static double percentile(double[] sorted, double quantile) {
        double rank = quantile * (sorted.length - 1);
        int below = (int) rank;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
    }

    private static double number(Map<?, ?> window, String name) {
        return ((Number) window.get(name)).doubleValue();
    }
}
