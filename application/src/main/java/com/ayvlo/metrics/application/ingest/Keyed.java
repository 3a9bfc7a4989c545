package com.ayvlo.metrics.application.ingest;

import com.ayvlo.metrics.domain.journal.RequestKey;

import java.nio.ByteBuffer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What makes a request recognisable when it is sent again.
 *
 * @param key recognises it
 * @param fingerprint tells another request under the same key; asked for once, after the source was
 *     read or failed
 * @param answer what is to be remembered of the answer, to be given again
 */
public record Keyed(
        RequestKey key,
        Supplier<Fingerprint> fingerprint,
        Function<IngestOutcome, ByteBuffer> answer) {}
