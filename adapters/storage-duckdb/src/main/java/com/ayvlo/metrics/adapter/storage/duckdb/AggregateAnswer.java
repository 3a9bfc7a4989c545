package com.ayvlo.metrics.adapter.storage.duckdb;

import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.query.AggregateQuery;
import com.ayvlo.metrics.domain.query.AggregateResult;
import com.ayvlo.metrics.domain.query.AggregateRow;
import com.ayvlo.metrics.domain.query.Aggregation;
import com.ayvlo.metrics.domain.query.ExactSum;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;

/**
 * The answer to one aggregate query.
 *
 * <p>DuckDB's compensated sum is right to the last digits unless terms cancel each other or
 * overflow on the way. How much they can cancel shows in the sum of their absolute values; the few
 * sums that can be off by more than promised are added again without rounding.
 */
final class AggregateAnswer {
    private static final long MICROS_PER_MILLI = Sql.micros(1);

    private final AggregateQuery query;
    private final AggregateSql sql;
    private final List<AggregateRow> rows = new ArrayList<>();
    private final Map<Cell, ExactSum> exactSums = new HashMap<>();
    private final Map<List<String>, Dimensions> groups = new HashMap<>();

    AggregateAnswer(AggregateQuery query, MetricSql metric) {
        this.query = query;
        this.sql = new AggregateSql(metric, query);
    }

    /** A window, in microseconds since 1970 UTC, and a group. */
    private record Cell(long windowMicros, Dimensions group) {}

    AggregateResult of(QueryRun<?> run) throws SQLException {
        if (!sql.hasManySpans()) {
            run.select(sql.rows(), this::add);
            if (exactSums.isEmpty()) {
                return result();
            }
        }
        run.inTransaction(() -> answerInSteps(run));
        return result();
    }

    /** Answers, from the start, with several statements that see the same moment. */
    private void answerInSteps(QueryRun<?> run) throws SQLException {
        rows.clear();
        exactSums.clear();
        List<AggregateSql> narrowed = new ArrayList<>();
        run.select(
                sql.extent(),
                row -> {
                    long first = row.getLong(1);
                    if (!row.wasNull()) {
                        narrowed.add(sql.within(first, row.getLong(2)));
                    }
                });
        for (AggregateSql found : narrowed) {
            run.select(found.rows(), this::add);
            if (!exactSums.isEmpty() && isWithinBudget()) {
                addExactly(run, found);
            }
        }
    }

    private void addExactly(QueryRun<?> run, AggregateSql narrowed) throws SQLException {
        LongSummaryStatistics windows =
                exactSums.keySet().stream().mapToLong(Cell::windowMicros).summaryStatistics();
        run.select(
                narrowed.values(windows.getMin(), windows.getMax()),
                row -> {
                    ExactSum sum = exactSums.get(new Cell(row.getLong(1), group(row, 3)));
                    if (sum != null) {
                        sum.add(row.getDouble(2));
                    }
                });
        rows.replaceAll(this::withExactSums);
    }

    private void add(ResultSet row) throws SQLException {
        double[] numbers = new double[query.aggregations().size()];
        long count = row.getLong(AggregateSql.COUNT);
        double magnitude = row.getDouble(sql.magnitudeColumn());
        boolean trusted = true;
        for (int i = 0; i < numbers.length; i++) {
            double number = row.getDouble(AggregateSql.column(i));
            Aggregation aggregation = query.aggregations().get(i);
            if (aggregation == Aggregation.Simple.SUM || aggregation == Aggregation.Simple.AVG) {
                trusted = ExactSum.isTrusted(number, magnitude);
            }
            numbers[i] = aggregation == Aggregation.Simple.AVG ? number / count : number;
        }
        Cell cell = new Cell(row.getLong(AggregateSql.WINDOW), group(row, sql.groupColumn(0)));
        rows.add(
                new AggregateRow(cell.windowMicros / MICROS_PER_MILLI, cell.group, count, numbers));
        if (!trusted) {
            exactSums.put(cell, new ExactSum());
        }
    }

    private AggregateRow withExactSums(AggregateRow row) {
        ExactSum exact = exactSums.get(new Cell(Sql.micros(row.windowStartMillis()), row.group()));
        return exact == null ? row : row.with(exact, query.aggregations());
    }

    private Dimensions group(ResultSet row, int firstColumn) throws SQLException {
        int size = query.groupBy().size();
        if (size == 0) {
            return Dimensions.NONE;
        }
        List<String> values = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            values.add(row.getString(firstColumn + i));
        }
        return groups.computeIfAbsent(values, query::group);
    }

    private boolean isWithinBudget() {
        return rows.size() <= query.budget().maxRows();
    }

    private AggregateResult result() {
        return AggregateResult.within(query.budget(), rows);
    }
}
