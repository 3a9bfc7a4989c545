package com.ayvlo.metrics.domain.query;

import java.util.List;

/**
 * A page of metrics as they came in.
 *
 * @param rows in their order
 * @param more whether there are rows behind the last one
 */
public record RawPage(List<RawRow> rows, boolean more) {
    /** Takes a copy. */
    public RawPage {
        rows = List.copyOf(rows);
    }
}
