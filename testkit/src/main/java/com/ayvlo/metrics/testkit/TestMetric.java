package com.ayvlo.metrics.testkit;

import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.metric.Metadata;
import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.query.RawRow;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * One metric of a test. Every method that takes something gives a copy with it.
 *
 * @param tenant whose it is
 * @param name what is measured
 * @param dimensions of its series
 * @param epochMillis when, in milliseconds since 1970 UTC
 * @param value finite
 * @param metadata kept with it
 */
public record TestMetric(
        TenantId tenant,
        MetricName name,
        Dimensions dimensions,
        long epochMillis,
        double value,
        Metadata metadata) {
    /** When a metric happens that was given no time. */
    public static final Instant START = Instant.parse("2025-01-15T10:00:00Z");

    /** A metric of value 1 at {@link #START} without dimensions and metadata. */
    public static TestMetric of(TenantId tenant, String name) {
        return new TestMetric(
                tenant,
                new MetricName(name),
                Dimensions.NONE,
                START.toEpochMilli(),
                1,
                Metadata.NONE);
    }

    /** At this time. */
    public TestMetric at(Instant time) {
        return at(time.toEpochMilli());
    }

    /** At this time in the form of RFC 3339. */
    public TestMetric at(String time) {
        return at(Instant.parse(time));
    }

    /** At this time in milliseconds since 1970 UTC. */
    public TestMetric at(long atEpochMillis) {
        return new TestMetric(tenant, name, dimensions, atEpochMillis, value, metadata);
    }

    /** With this value. */
    public TestMetric value(double newValue) {
        return new TestMetric(tenant, name, dimensions, epochMillis, newValue, metadata);
    }

    /** With one more dimension. */
    public TestMetric with(String key, String dimensionValue) {
        Map<String, String> pairs = new HashMap<>(dimensions.asMap());
        pairs.put(key, dimensionValue);
        return with(Dimensions.of(pairs));
    }

    /** With these dimensions and no others. */
    public TestMetric with(Dimensions newDimensions) {
        return new TestMetric(tenant, name, newDimensions, epochMillis, value, metadata);
    }

    /** With one pair of metadata and no others. */
    public TestMetric metadata(String key, String text) {
        return metadata(Metadata.of(Map.of(key, text)));
    }

    /** With this metadata. */
    public TestMetric metadata(Metadata newMetadata) {
        return new TestMetric(tenant, name, dimensions, epochMillis, value, newMetadata);
    }

    /** Of another tenant. */
    public TestMetric of(TenantId newTenant) {
        return new TestMetric(newTenant, name, dimensions, epochMillis, value, metadata);
    }

    /** What a raw query gives for it, if no equal one is before it. */
    public RawRow row() {
        return row(0);
    }

    /** What a raw query gives for it, if so many equal ones are before it. */
    public RawRow row(int occurrence) {
        return new RawRow(epochMillis, dimensions, value, metadata, occurrence);
    }
}
