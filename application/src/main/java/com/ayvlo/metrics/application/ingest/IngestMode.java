package com.ayvlo.metrics.application.ingest;

/** What becomes of the good metrics of a request that has bad ones too. */
public enum IngestMode {
    /** They are kept. */
    PARTIAL,
    /** Nothing is kept. */
    ATOMIC
}
