package com.ayvlo.metrics.testkit;

import com.ayvlo.metrics.domain.metric.MetricBatch;
import com.ayvlo.metrics.domain.metric.Series;
import com.ayvlo.metrics.domain.metric.SeriesDictionary;
import com.ayvlo.metrics.domain.metric.SeriesKey;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Makes batches, tenants and text for tests. */
public final class TestMetrics {
    /**
     * Text that a storage may trip over: other scripts, quotes, patterns of LIKE, what looks like
     * SQL, JSON or a number, and every white space that a dimension value may have.
     */
    public static final List<String> UNUSUAL_TEXTS =
            List.of(
                    "Zürich",
                    "Łódź",
                    "東京",
                    "שלום עולם",
                    "مرحبا ١٢٣",
                    "e\u0301 is not \u00e9",
                    "👩‍👩‍👧 family",
                    "\uffff above all pairs' halves",
                    "\uD83D\uDE00",
                    "it's",
                    "\"quoted\"",
                    "back\\slash",
                    "\\",
                    "\\N",
                    "\\'; --",
                    "tab\there",
                    "line\nbreak",
                    " leading and trailing ",
                    " ",
                    "\u00a0",
                    "\u200b",
                    "'); DROP TABLE metrics; --",
                    "100%",
                    "under_score",
                    "under-score",
                    "{\"a\":\"b\"}",
                    "[]",
                    "null",
                    "NULL",
                    "true",
                    "0",
                    "00",
                    "1e5",
                    "NaN",
                    "a=b,c=d",
                    "{{x}} ${x} {x:String} ?1 :x",
                    "/* comment */",
                    "UPPER",
                    "upper",
                    "x".repeat(1024),
                    "é".repeat(512));

    /**
     * One for the whole process: a storage may trust that a series id names the same series as long
     * as the process runs.
     */
    private static final SeriesDictionary DICTIONARY = new TestSeriesDictionary();

    private TestMetrics() {}

    /** A tenant that no other test has. */
    public static TenantId freshTenant() {
        return new TenantId(UUID.randomUUID());
    }

    /** The dictionary that all batches of this class use. */
    public static SeriesDictionary dictionary() {
        return DICTIONARY;
    }

    /** A batch of these metrics. */
    public static MetricBatch batch(TestMetric... metrics) {
        return batch(Arrays.asList(metrics));
    }

    /** A batch of these metrics. */
    public static MetricBatch batch(List<TestMetric> metrics) {
        MetricBatch.Builder batch = new MetricBatch.Builder();
        for (TestMetric metric : metrics) {
            batch.add(series(metric), metric.epochMillis(), metric.value(), metric.metadata());
        }
        return batch.build();
    }

    /** The series of this metric. */
    public static Series series(TestMetric metric) {
        SeriesKey key = new SeriesKey(metric.tenant());
        key.name(metric.name().value());
        metric.dimensions().forEach(key::dimension);
        key.finish();
        return DICTIONARY.resolve(key);
    }
}
