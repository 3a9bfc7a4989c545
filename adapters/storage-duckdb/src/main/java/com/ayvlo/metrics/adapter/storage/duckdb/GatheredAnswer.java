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
    private PickedSeries picked;
    private CellTable cells;
    private int seen;
    private boolean sawNewSeries;

    /**
     * @param most of how many metrics in the range, picked or not, the answer may be made here
     */
    GatheredAnswer(AggregateQuery query, MetricSql metric, int most) {
        this.query = query;
        this.metric = metric;
        this.most = most;
        this.usesSeries = !query.filter().isEmpty() || !query.groupBy().isEmpty();
        this.cells = new CellTable(query.windows());
        this.picked = PickedSeries.of(SeriesOfName.NONE, query);
    }

    /** The answer; empty if there are too many metrics for it to be made here. */
    Optional<AggregateResult> of(QueryRun<?> run) throws SQLException {
        if (usesSeries) {
            gatherPicked(run, run.series().known(metric));
            if (sawNewSeries) {
                run.inTransaction(() -> gatherPicked(run, run.series().refreshed(run, metric)));
            }
        } else {
            run.select(samples(), this::add);
        }
        return seen > most ? Optional.empty() : Optional.of(result());
    }

    private void gatherPicked(QueryRun<?> run, SeriesOfName series) throws SQLException {
        seen = 0;
        sawNewSeries = false;
        picked = PickedSeries.of(series, query);
        cells = new CellTable(query.windows());
        run.select(samples(), this::addPicked);
    }

    private Sql samples() {
        return new Sql()
                // Of all ways to get a time, the one that DuckDB does not compute anything for.
                .add("SELECT epoch_us(ts), value" + (usesSeries ? ", series_id" : ""))
                .add(" FROM samples WHERE ")
                .add(metric.samplesIn(query.range()))
                .add(" LIMIT " + (most + 1L));
    }

    private void add(ResultSet row) throws SQLException {
        if (seen++ < most) {
            add(row, 0);
        }
    }

    private void addPicked(ResultSet row) throws SQLException {
        int group = picked.group(row.getInt(3));
        sawNewSeries |= group == PickedSeries.UNKNOWN;
        if (seen++ < most && group >= 0) {
            add(row, group);
        }
    }

    private void add(ResultSet row, int group) throws SQLException {
        cells.add(row.getLong(1) / Sql.micros(1), group, row.getDouble(2));
    }

    private AggregateResult result() {
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
