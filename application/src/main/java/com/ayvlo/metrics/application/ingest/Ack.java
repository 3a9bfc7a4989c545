package com.ayvlo.metrics.application.ingest;

/** What a caller waits for. */
public enum Ack {
    /** Until the metrics are durable. */
    DURABLE,
    /** Until they are in the storage, though not for long if that is away. */
    STORED
}
