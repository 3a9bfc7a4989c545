package com.ayvlo.metrics.application.ingest;

/**
 * How the metrics of a request are to be taken.
 *
 * @param mode what becomes of the good ones if there are bad ones
 * @param ack what the caller waits for
 */
public record IngestRequest(IngestMode mode, Ack ack) {}
