package com.ayvlo.metrics.bootstrap.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.bootstrap.Answer;
import com.ayvlo.metrics.bootstrap.ApiClient;
import com.ayvlo.metrics.bootstrap.Json;

import java.time.Instant;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A client's own record of what it sent under one name of a metric, and of what it was told. Every
 * metric carries a marker in its metadata, so that each can be found again. Safe for concurrent
 * use.
 */
final class Ledger {
    /** How many metrics a request has. */
    static final int BATCH = 50;

    private static final Instant START = Instant.parse("2025-03-01T00:00:00Z");
    private static final String RANGE =
            "\"start_time\":\"2025-03-01T00:00:00Z\",\"end_time\":\"2025-04-01T00:00:00Z\"";
    private static final int PAGE = 10_000;
    private static final int SERIES = 20;

    private final String name;
    private final AtomicInteger requests = new AtomicInteger();
    private final Map<Integer, Fate> fates = new ConcurrentHashMap<>();

    /** What the client knows of a request. */
    enum Fate {
        /** The promise was given: every metric is there, once. */
        ACKNOWLEDGED,
        /** Nobody knows: it is there whole, or not at all. */
        UNKNOWN,
        /** Nothing of it was kept. */
        REFUSED
    }

    Ledger(String name) {
        this.name = name;
    }

    /** Begins a request; its fate is unknown from now on. */
    int begin() {
        int request = requests.incrementAndGet();
        fates.put(request, Fate.UNKNOWN);
        return request;
    }

    void end(int request, Fate fate) {
        fates.put(request, fate);
    }

    /** How many requests met this fate. */
    long count(Fate fate) {
        return fates.values().stream().filter(fate::equals).count();
    }

    /** The number of every request so far. */
    Set<Integer> requests() {
        return Set.copyOf(fates.keySet());
    }

    /** From now on nothing of the requests in doubt may be there. */
    void takeDoubtAsRefusal() {
        fates.replaceAll((_, fate) -> fate == Fate.UNKNOWN ? Fate.REFUSED : fate);
    }

    /** The body of a request: always the same for its number. */
    String body(int request) {
        StringBuilder body = new StringBuilder("{\"metrics\":[");
        for (int i = 0; i < BATCH; i++) {
            body.append(i == 0 ? "" : ",").append(metric(request, i));
        }
        return body.append("]}").toString();
    }

    private String metric(int request, int index) {
        Instant at = START.plusSeconds((request * 37L + index * 1009L) % 2_000_000);
        return """
        {"metric_name":"%s","value":%s,"timestamp":"%s","dimensions":{"series":"%d"},
         "metadata":{"marker":"%d-%d"}}\
        """
                .formatted(
                        name,
                        new Marker(request, index).value(),
                        at,
                        index % SERIES,
                        request,
                        index);
    }

    /** Requests that were acknowledged and of which the service has nothing. */
    List<Integer> acknowledgedButMissing(ApiClient api) {
        Set<Integer> found = new HashSet<>();
        forEachRow(api, row -> found.add(marker(row).request));
        return fates.entrySet().stream()
                .filter(each -> each.getValue() == Fate.ACKNOWLEDGED)
                .map(Map.Entry::getKey)
                .filter(request -> !found.contains(request))
                .toList();
    }

    private record Marker(int request, int index) {
        /** A whole number, so that sums are exact. */
        double value() {
            return (double) request * BATCH + index;
        }
    }

    private static Marker marker(Map<?, ?> row) {
        String marker = (String) ((Map<?, ?>) row.get("metadata")).get("marker");
        int dash = marker.indexOf('-');
        return new Marker(
                Integer.parseInt(marker.substring(0, dash)),
                Integer.parseInt(marker.substring(dash + 1)));
    }

    /**
     * Reads everything back and compares: what was acknowledged is there exactly once, what is in
     * doubt at most once and whole or not at all, and nothing else.
     */
    void verify(ApiClient api) {
        Map<Integer, int[]> found = new HashMap<>();
        DoubleSummaryStatistics values = new DoubleSummaryStatistics();
        forEachRow(
                api,
                row -> {
                    Marker marker = marker(row);
                    double value = ((Number) row.get("value")).doubleValue();
                    assertThat(value).as("%s", marker).isEqualTo(marker.value());
                    found.computeIfAbsent(marker.request, _ -> new int[BATCH])[marker.index]++;
                    values.accept(value);
                });
        assertThat(fates.keySet()).as("nothing is invented").containsAll(found.keySet());
        fates.forEach((request, fate) -> verify(request, fate, found.get(request)));
        verifyAggregates(api, values);
    }

    private void verify(int request, Fate fate, int[] copies) {
        int[] none = new int[BATCH];
        int[] once = new int[BATCH];
        Arrays.fill(once, 1);
        int[] seen = copies == null ? none : copies;
        String context = "request %d of %s, which is %s".formatted(request, name, fate);
        switch (fate) {
            case ACKNOWLEDGED -> assertThat(seen).as(context).isEqualTo(once);
            case REFUSED -> assertThat(seen).as(context).isEqualTo(none);
            case UNKNOWN -> assertThat(seen).as(context).isIn(none, once);
        }
    }

    private void verifyAggregates(ApiClient api, DoubleSummaryStatistics values) {
        Answer answer =
                api.post(
                        ApiClient.QUERY,
                        "{\"metric_name\":\"%s\",%s,\"aggregate\":true,\"interval\":\"1h\"}"
                                .formatted(name, RANGE));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(total(answer, "count"))
                .as("count of all hours")
                .isEqualTo((double) values.getCount());
        assertThat(total(answer, "sum")).as("sum of all hours").isEqualTo(values.getSum());
    }

    private static double total(Answer answer, String number) {
        return answer.list("data").stream()
                .mapToDouble(window -> ((Number) ((Map<?, ?>) window).get(number)).doubleValue())
                .sum();
    }

    /** Reads every metric of the name that the service has. */
    private void forEachRow(ApiClient api, Consumer<Map<?, ?>> reader) {
        String cursor = "";
        do {
            Answer page =
                    api.post(
                            ApiClient.QUERY,
                            "{\"metric_name\":\"%s\",%s,\"limit\":%d%s}"
                                    .formatted(name, RANGE, PAGE, cursor));
            assertThat(page.status()).as(page.body()).isEqualTo(200);
            Object json = page.json();
            ((List<?>) Json.at(json, "data")).forEach(row -> reader.accept((Map<?, ?>) row));
            Object next = Json.at(json, "next_cursor");
            cursor = next == null ? "" : ",\"cursor\":\"" + next + "\"";
        } while (!cursor.isEmpty());
    }
}
