package com.ayvlo.metrics.domain.tenant;

/**
 * Why a value was refused. The {@link #id()} is part of the API: clients may switch on it, so it is
 * never renamed.
 */
public enum Reason {
    BATCH_TOO_LARGE("batch-too-large"),
    DUPLICATE_FIELD("duplicate-field"),
    INVALID_AGGREGATION("invalid-aggregation"),
    INVALID_CURSOR("invalid-cursor"),
    INVALID_DIMENSION_KEY("invalid-dimension-key"),
    INVALID_DIMENSION_VALUE("invalid-dimension-value"),
    INVALID_FIELD("invalid-field"),
    INVALID_INTERVAL("invalid-interval"),
    INVALID_JSON("invalid-json"),
    INVALID_LIMIT("invalid-limit"),
    INVALID_METADATA("invalid-metadata"),
    INVALID_METRIC_NAME("invalid-metric-name"),
    INVALID_RETENTION("invalid-retention"),
    INVALID_TENANT_ID("invalid-tenant-id"),
    INVALID_TENANT_NAME("invalid-tenant-name"),
    INVALID_TIMESTAMP("invalid-timestamp"),
    INVALID_TIMEZONE("invalid-timezone"),
    INVALID_TIME_RANGE("invalid-time-range"),
    INVALID_TYPE("invalid-type"),
    INVALID_VALUE("invalid-value"),
    METADATA_TOO_LARGE("metadata-too-large"),
    MISSING_FIELD("missing-field"),
    NOT_SUPPORTED("not-supported"),
    OVER_BUDGET("over-budget"),
    SERIES_LIMIT("series-limit"),
    TIMESTAMP_OUT_OF_RANGE("timestamp-out-of-range"),
    TOO_MANY_DIMENSIONS("too-many-dimensions"),
    UNKNOWN_FIELD("unknown-field");

    private final String id;

    Reason(String id) {
        this.id = id;
    }

    /** The stable, kebab-case id of this reason. */
    public String id() {
        return id;
    }
}
