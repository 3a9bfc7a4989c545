package com.ayvlo.metrics.application.query;

import com.ayvlo.metrics.domain.query.RawRow;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What became of a query for metrics as they came in. */
public sealed interface RawOutcome {
    /**
     * The page.
     *
     * @param next the row behind which the next page starts, if there is one
     */
    record Page(List<Identified> metrics, Optional<RawRow> next) implements RawOutcome {
        /** Takes a copy. */
        public Page {
            metrics = List.copyOf(metrics);
        }
    }

    /** A metric with its derived id. */
    record Identified(UUID id, RawRow row) {}

    /** It would have taken more than it may. */
    record Refused(OverBudget budget) implements RawOutcome {}
}
