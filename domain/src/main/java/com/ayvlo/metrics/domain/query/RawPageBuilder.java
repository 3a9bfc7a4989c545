package com.ayvlo.metrics.domain.query;

import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.metric.Metadata;

import java.util.ArrayList;
import java.util.List;

/**
 * Turns rows in their order into a page: counts the equal ones, and leaves out those up to the last
 * one seen. The rows may start before that one, but with all that equal it.
 *
 * <p>Not safe for concurrent use.
 */
public final class RawPageBuilder {
    /** Equals no row: no timestamp is negative. */
    private static final RawRow NOTHING = new RawRow(-1, Dimensions.NONE, 0, Metadata.NONE, 0);

    private final RawQuery query;
    private final List<RawRow> rows = new ArrayList<>();
    private RawRow previous;
    private long toSkip;
    private boolean more;

    /** Starts the page that this query asks for. */
    public RawPageBuilder(RawQuery query) {
        this.query = query;
        this.toSkip = query.after().map(after -> after.occurrence() + 1L).orElse(0L);
        this.previous = query.after().orElse(NOTHING);
    }

    /** Adds a row; its occurrence is not looked at. */
    public void add(RawRow row) {
        boolean equal = row.sameMetric(previous);
        if (toSkip > 0 && equal) {
            toSkip--;
            return;
        }
        toSkip = 0;
        if (rows.size() == query.limit()) {
            more = true;
            return;
        }
        int occurrence = equal ? previous.occurrence() + 1 : 0;
        previous =
                new RawRow(
                        row.epochMillis(),
                        row.dimensions(),
                        row.value(),
                        row.metadata(),
                        occurrence);
        rows.add(previous);
    }

    /** The page. */
    public RawPage build() {
        return new RawPage(rows, more);
    }
}
