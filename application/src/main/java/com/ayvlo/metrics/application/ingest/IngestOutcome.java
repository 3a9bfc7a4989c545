package com.ayvlo.metrics.application.ingest;

import java.util.List;

/** What became of the metrics of a request. */
public sealed interface IngestOutcome {
    /** Those that were not taken, in their order. */
    List<Rejection> rejections();

    /**
     * The good ones are durable; there may have been none at all in the request.
     *
     * @param accepted how many
     * @param stored whether they are known to be in the storage too
     */
    record Accepted(int accepted, boolean stored, List<Rejection> rejections)
            implements IngestOutcome {
        /** Takes a copy. */
        public Accepted {
            rejections = List.copyOf(rejections);
        }
    }

    /** Nothing was kept: all were bad, or one was and the request is atomic. */
    record Refused(List<Rejection> rejections) implements IngestOutcome {
        /** Takes a copy. */
        public Refused {
            rejections = List.copyOf(rejections);
        }
    }
}
