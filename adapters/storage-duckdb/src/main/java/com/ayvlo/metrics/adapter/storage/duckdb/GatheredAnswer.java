package com.ayvlo.metrics.adapter.storage.duckdb;

import com.ayvlo.metrics.domain.query.AggregateQuery;
import com.ayvlo.metrics.domain.query.AggregateResult;
import com.ayvlo.metrics.domain.query.AggregateRow;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The answer to one aggregate query, grouped here from the metrics as they lie there. For some
 * hundred thousand metrics that takes half as long as DuckDB's own join and grouping, which works
 * on the few metrics of a name that are next to each other; for more there is {@link
 * AggregateAnswer}.
 */
final class GatheredAnswer {
    private final AggregateQuery query;
    private final MetricSql metric;
    private final int most;
    private final boolean usesSeries;

    /**
     * @param most of how many metrics in the range, picked or not, the answer may be made here
     */
    GatheredAnswer(AggregateQuery query, MetricSql metric, int most) {
        this.query = query;
        this.metric = metric;
        this.most = most;
        this.usesSeries = !query.filter().isEmpty() || !query.groupBy().isEmpty();
    }

    /** The answer; empty if there are too many metrics for it to be made here. */
    Optional<AggregateResult> of(QueryRun<?> run) throws SQLException {
        SeriesOfName known = usesSeries ? run.series().known(metric) : SeriesOfName.NONE;
        Gathered[] gathered = {gather(run, known)};
        if (gathered[0].sawNewSeries) {
            run.inTransaction(() -> gathered[0] = gather(run, run.series().refreshed(run, metric)));
        }
        return gathered[0].result();
    }

    private Gathered gather(QueryRun<?> run, SeriesOfName series) throws SQLException {
        Gathered gathered = new Gathered(series);
        run.select(samples(), gathered::add);
        return gathered;
    }

    private Sql samples() {
        return new Sql()
                // Of all ways to get a time, the one that DuckDB does not compute anything for.
                .add("SELECT epoch_us(ts), value" + (usesSeries ? ", series_id" : ""))
                .add(" FROM samples WHERE ")
                .add(metric.samplesIn(query.range()))
                .add(" LIMIT " + (most + 1L));
    }

    /** What one statement saw of the metrics, by what was known of their series. */
    private final class Gathered {
        private final PickedSeries picked;
        private final CellTable cells = new CellTable(query.windows());
        private int seen;
        private boolean sawNewSeries;

        Gathered(SeriesOfName series) {
            this.picked = PickedSeries.of(series, query);
        }

        void add(ResultSet row) throws SQLException {
            int group = usesSeries ? picked.group(row.getInt(3)) : 0;
            sawNewSeries |= group == PickedSeries.UNKNOWN;
            if (seen++ < most && group >= 0) {
                cells.add(row.getLong(1) / Sql.micros(1), group, row.getDouble(2));
            }
        }

        Optional<AggregateResult> result() {
            return seen > most ? Optional.empty() : Optional.of(sorted());
        }

        private AggregateResult sorted() {
            int[] ranks = picked.ranks();
            List<AggregateRow> rows =
                    cells.cells().stream()
                            .sorted(
                                    Comparator.comparingLong(Cell::windowStart)
                                            .thenComparingInt(cell -> ranks[cell.group()]))
                            .map(
                                    cell ->
                                            cell.row(
                                                    picked.dimensions(cell.group()),
                                                    query.aggregations()))
                            .toList();
            return AggregateResult.within(query.budget(), rows);
        }
    }
}
