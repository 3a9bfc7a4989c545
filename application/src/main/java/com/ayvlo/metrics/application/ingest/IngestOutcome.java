package com.ayvlo.metrics.application.ingest;

import com.ayvlo.metrics.domain.tenant.InvalidValue;

import java.nio.ByteBuffer;
import java.util.List;

/** What became of the metrics of a request. */
public sealed interface IngestOutcome {
    /**
     * The good ones are durable; there may have been none at all in the request.
     *
     * @param accepted how many
     * @param stored whether they are known to be in the storage too
     * @param rejections those that were not taken, in their order
     */
    record Accepted(int accepted, boolean stored, List<Rejection> rejections)
            implements IngestOutcome {
        /** Takes a copy. */
        public Accepted {
            rejections = List.copyOf(rejections);
        }
    }

    /**
     * Nothing was kept: all were bad, or one was and the request is atomic.
     *
     * @param rejections those that were bad, in their order
     */
    record Refused(List<Rejection> rejections) implements IngestOutcome {
        /** Takes a copy. */
        public Refused {
            rejections = List.copyOf(rejections);
        }
    }

    /** Nothing was kept: the request as a whole breaks a rule. */
    record Invalid(InvalidValue fault) implements IngestOutcome {}

    /**
     * The request was answered before; nothing was kept this time.
     *
     * @param answer what was remembered of that answer
     * @param stored whether its metrics are known to be in the storage
     */
    record Repeated(ByteBuffer answer, boolean stored) implements IngestOutcome {}

    /** Another request came under the same key before; nothing was kept. */
    record KeyReused() implements IngestOutcome {}

    /** A request under the same key is being answered at this moment; nothing was kept. */
    record KeyInUse() implements IngestOutcome {}

    /** No more answers can be remembered; nothing was kept. */
    record NoRoomForKeys() implements IngestOutcome {}
}
