package com.ayvlo.metrics.domain.tenant;

/**
 * How a part of the service is.
 *
 * @param status up, degraded (works with less than was promised) or down
 * @param detail one line for an operator, without secrets or tenants' data
 */
public record Health(Status status, String detail) {
    /** How a part of the service is. */
    public enum Status {
        /** Works as promised. */
        UP,
        /** Works, with less than was promised. */
        DEGRADED,
        /** Does not work. */
        DOWN
    }

    /** A part that works as promised. */
    public static Health up(String detail) {
        return new Health(Status.UP, detail);
    }

    /** A part that works with less than was promised. */
    public static Health degraded(String detail) {
        return new Health(Status.DEGRADED, detail);
    }

    /** A part that does not work. */
    public static Health down(String detail) {
        return new Health(Status.DOWN, detail);
    }
}
