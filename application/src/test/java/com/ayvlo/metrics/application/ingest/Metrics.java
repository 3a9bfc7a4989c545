package com.ayvlo.metrics.application.ingest;

import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.metric.Metadata;
import com.ayvlo.metrics.domain.metric.MetricBatch;
import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.metric.Series;
import com.ayvlo.metrics.domain.metric.SeriesDictionary;
import com.ayvlo.metrics.domain.metric.SeriesKey;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.testkit.TestMetric;
import com.ayvlo.metrics.testkit.TestMetrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Batches in a dictionary of a test's own, and what is in a batch. */
final class Metrics {
    private static final double[] EXTREMES = {
        0, -0.0, Double.MIN_VALUE, -Double.MAX_VALUE, Double.MAX_VALUE, 0.1, -1, 1e-300
    };
    private static final long LAST_MILLIS = 4_291_747_199_999L;

    private Metrics() {}

    static SeriesKey key(TestMetric metric) {
        SeriesKey key = new SeriesKey(metric.tenant());
        key.name(metric.name().value());
        metric.dimensions().forEach(key::dimension);
        key.finish();
        return key;
    }

    static Series series(SeriesDictionary dictionary, TestMetric metric) {
        return dictionary.resolve(key(metric));
    }

    static MetricBatch batch(SeriesDictionary dictionary, List<TestMetric> metrics) {
        MetricBatch.Builder batch = new MetricBatch.Builder();
        for (TestMetric metric : metrics) {
            batch.add(
                    series(dictionary, metric),
                    metric.epochMillis(),
                    metric.value(),
                    metric.metadata());
        }
        return batch.build();
    }

    /** Metrics 1, 2, … of one name, told apart by their values, a second apart. */
    static List<TestMetric> numbered(TenantId tenant, String name, int first, int count) {
        List<TestMetric> metrics = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            metrics.add(
                    TestMetric.of(tenant, name)
                            .value(i)
                            .at(TestMetric.START.toEpochMilli() + i * 1000L));
        }
        return metrics;
    }

    static List<TestMetric> in(MetricBatch batch) {
        List<TestMetric> metrics = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            metrics.add(
                    new TestMetric(
                            batch.series(i).tenant(),
                            batch.series(i).name(),
                            batch.series(i).dimensions(),
                            batch.epochMillis(i),
                            batch.value(i),
                            batch.metadata(i)));
        }
        return metrics;
    }

    /** Metrics of one tenant with everything that a rule allows, equal ones among them. */
    static List<TestMetric> random(Random random, TenantId tenant, int count) {
        List<TestMetric> metrics = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean again = i > 0 && random.nextInt(10) == 0;
            metrics.add(
                    again
                            ? metrics.get(random.nextInt(i))
                            : new TestMetric(
                                    tenant,
                                    new MetricName("m" + random.nextInt(1 + count / 3)),
                                    dimensions(random),
                                    millis(random),
                                    value(random),
                                    metadata(random)));
        }
        return metrics;
    }

    private static Dimensions dimensions(Random random) {
        Map<String, String> pairs = new HashMap<>();
        int most = random.nextInt(20) == 0 ? Dimensions.MAX_COUNT : 4;
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            pairs.put("k" + random.nextInt(most), unusual(random));
        }
        return Dimensions.of(pairs);
    }

    private static String unusual(Random random) {
        List<String> texts = TestMetrics.UNUSUAL_TEXTS;
        return texts.get(random.nextInt(texts.size()));
    }

    private static long millis(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> LAST_MILLIS;
            case 2 -> random.nextLong(LAST_MILLIS);
            default -> TestMetric.START.toEpochMilli() + random.nextInt(2000) - 1000;
        };
    }

    private static double value(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> EXTREMES[random.nextInt(EXTREMES.length)] + 0.0;
            case 1 -> random.nextInt(100);
            default -> random.nextGaussian();
        };
    }

    private static Metadata metadata(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> Metadata.of(Map.of("a", unusual(random), unusual(random), "\u0000\r\u0085"));
            case 1 -> Metadata.of(Map.of("source", "s" + random.nextInt(3)));
            default -> Metadata.NONE;
        };
    }
}
