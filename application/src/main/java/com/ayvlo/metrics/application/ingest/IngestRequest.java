package com.ayvlo.metrics.application.ingest;

import java.util.Optional;

/**
 * How the metrics of a request are to be taken.
 *
 * @param mode what becomes of the good ones if there are bad ones
 * @param ack what the caller waits for
 * @param keyed how to recognise the request when it is sent again, if that is wanted
 */
public record IngestRequest(IngestMode mode, Ack ack, Optional<Keyed> keyed) {}
