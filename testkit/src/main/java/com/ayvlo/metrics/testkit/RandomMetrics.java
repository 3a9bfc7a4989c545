package com.ayvlo.metrics.testkit;

import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.metric.Metadata;
import com.ayvlo.metrics.domain.metric.MetricBatch;
import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.metric.Series;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Random metrics of one month around a change of the clock: some late, some twice, few different
 * values and times, so that equal ones are common.
 */
final class RandomMetrics {
    static final Instant START = Instant.parse("2025-03-10T00:00:00Z");
    static final Duration LENGTH = Duration.ofDays(30);
    static final List<MetricName> NAMES =
            Stream.of("revenue", "latency", "ratio", "errors:total").map(MetricName::new).toList();
    static final List<String> KEYS = List.of("region", "plan", "host");

    private static final List<List<String>> VALUES =
            List.of(
                    List.of("eu", "us", "é", "\uffff", "😀"),
                    List.of("pro", "free", "it's"),
                    List.of("h0", "h1", "h10", "h2", "H1", "100%", "a\\b"));
    private static final long MINUTE = 60_000;

    private final RandomGenerator random;
    private final List<TenantId> tenants;
    private final List<Series> series = new ArrayList<>();
    private long clock = START.toEpochMilli();

    RandomMetrics(RandomGenerator random, int tenantCount) {
        this.random = random;
        tenants = Stream.generate(TestMetrics::freshTenant).limit(tenantCount).toList();
        for (TenantId tenant : tenants) {
            for (MetricName name : NAMES) {
                addSeries(TestMetric.of(tenant, name.value()));
            }
        }
    }

    private void addSeries(TestMetric metric) {
        for (int i = 0; i < 25; i++) {
            series.add(TestMetrics.series(metric.with(dimensions())));
        }
    }

    TenantId tenant() {
        return tenants.get(random.nextInt(tenants.size()));
    }

    /** Some of the keys, each with one of its values. */
    Dimensions dimensions() {
        Map<String, String> pairs = new HashMap<>();
        for (int key = 0; key < KEYS.size(); key++) {
            List<String> values = VALUES.get(key);
            if (random.nextInt(4) > 0) {
                pairs.put(KEYS.get(key), values.get(random.nextInt(values.size())));
            }
        }
        return Dimensions.of(pairs);
    }

    MetricBatch batch(int size) {
        MetricBatch.Builder batch = new MetricBatch.Builder();
        while (batch.size() < size) {
            Series of = series.get(random.nextInt(series.size()));
            long time = time();
            double value = value(of.name());
            Metadata metadata = metadata();
            batch.add(of, time, value, metadata);
            if (batch.size() < size && random.nextInt(20) == 0) {
                batch.add(of, time, value, metadata);
            }
        }
        clock = START.toEpochMilli() + random.nextLong(LENGTH.toMillis());
        return batch.build();
    }

    /** Mostly near the block's time, sometimes anywhere, often on the very edge of a window. */
    private long time() {
        long time =
                random.nextInt(10) == 0
                        ? START.toEpochMilli() + random.nextLong(LENGTH.toMillis())
                        : clock + random.nextLong(Duration.ofHours(12).toMillis());
        return random.nextInt(5) == 0 ? time / MINUTE * MINUTE - random.nextInt(2) : time;
    }

    private double value(MetricName name) {
        return switch (NAMES.indexOf(name)) {
            case 0 -> random.nextInt(-100, 10_000) / 100.0;
            case 1 -> Math.exp(random.nextGaussian() * 3);
            case 2 -> random.nextDouble();
            default -> random.nextGaussian() * Math.pow(10, random.nextInt(-9, 10));
        };
    }

    private Metadata metadata() {
        return random.nextInt(3) > 0
                ? Metadata.NONE
                : Metadata.of(Map.of("source", "s" + random.nextInt(3)));
    }
}
