package com.ayvlo.metrics.domain.metric;

import com.ayvlo.metrics.domain.tenant.TenantId;

import java.util.UUID;

/**
 * A metric of one tenant with its dimensions: what stays the same over time.
 *
 * <p>Immutable, safe for concurrent use.
 */
public final class Series {
    private static final long HIGH = 0x9E3779B97F4A7C15L;
    private static final long LOW = 0xC2B2AE3D27D4EB4FL;

    private final int id;
    private final TenantId tenant;
    private final MetricName name;
    private final Dimensions dimensions;
    private final long identity;

    /**
     * A series.
     *
     * @param id this node's number of the series, counted from 0 while the process runs; a storage
     *     maps it to its own and never keeps it
     * @param tenant whose it is
     * @param name what is measured
     * @param dimensions what tells it from the metric's other series
     */
    public Series(int id, TenantId tenant, MetricName name, Dimensions dimensions) {
        this.id = id;
        this.tenant = tenant;
        this.name = name;
        this.dimensions = dimensions;
        this.identity = identity(tenant.value(), name.value(), dimensions);
    }

    private static long identity(UUID tenant, String name, Dimensions dimensions) {
        long whose = tenant.getMostSignificantBits() * HIGH ^ tenant.getLeastSignificantBits();
        long product = (whose ^ (long) name.hashCode() << 32 ^ dimensions.hashCode()) * LOW;
        return product ^ product >>> 29;
    }

    /** This node's number of the series. */
    public int id() {
        return id;
    }

    /** Whose it is. */
    public TenantId tenant() {
        return tenant;
    }

    /** What is measured. */
    public MetricName name() {
        return name;
    }

    /** What tells it from the metric's other series. */
    public Dimensions dimensions() {
        return dimensions;
    }

    /**
     * A hash of tenant, name and dimensions, the same in every process. Kept with the series, so
     * that going through many metrics does not touch what their series are made of.
     */
    public long identity() {
        return identity;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Series that
                && id == that.id
                && tenant.equals(that.tenant)
                && name.equals(that.name)
                && dimensions.equals(that.dimensions);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(identity);
    }

    @Override
    public String toString() {
        return "Series[%d, %s, %s, %s]".formatted(id, tenant, name, dimensions);
    }
}
