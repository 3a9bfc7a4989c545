package com.ayvlo.metrics.testkit;

import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.query.AggregateQuery;
import com.ayvlo.metrics.domain.query.AggregateResult;
import com.ayvlo.metrics.domain.query.AggregateRow;
import com.ayvlo.metrics.domain.query.Aggregation;
import com.ayvlo.metrics.domain.query.RawRow;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Aggregates by the book: all values of a window and group in one list, all sums exact. */
final class InMemoryAggregates {
    private record Cell(long windowStart, Dimensions group) {}

    private InMemoryAggregates() {}

    /** Aggregates rows that all belong to the answer. */
    static AggregateResult of(Stream<RawRow> rows, AggregateQuery query) {
        Map<Cell, List<Double>> cells =
                rows.collect(
                        Collectors.groupingBy(
                                row -> cell(row, query),
                                Collectors.mapping(RawRow::value, Collectors.toList())));
        if (cells.keySet().stream().map(Cell::group).distinct().count()
                > query.budget().maxGroups()) {
            return new AggregateResult.OverBudget(AggregateResult.Budget.GROUPS);
        }
        if (cells.size() > query.budget().maxRows()) {
            return new AggregateResult.OverBudget(AggregateResult.Budget.ROWS);
        }
        return new AggregateResult.Rows(
                cells.entrySet().stream()
                        .map(entry -> row(entry.getKey(), entry.getValue(), query))
                        .sorted(AggregateRow.order(query.groupBy()))
                        .toList());
    }

    private static Cell cell(RawRow row, AggregateQuery query) {
        return new Cell(
                query.windows().startOf(row.epochMillis()), row.dimensions().only(query.groupBy()));
    }

    private static AggregateRow row(Cell cell, List<Double> values, AggregateQuery query) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double[] numbers =
                query.aggregations().stream()
                        .mapToDouble(aggregation -> number(aggregation, sorted))
                        .toArray();
        return new AggregateRow(cell.windowStart, cell.group, sorted.length, numbers);
    }

    private static double number(Aggregation aggregation, double[] sorted) {
        return switch (aggregation) {
            case Aggregation.Simple.COUNT -> sorted.length;
            case Aggregation.Simple.SUM -> sum(sorted).doubleValue();
            case Aggregation.Simple.AVG ->
                    sum(sorted)
                            .divide(BigDecimal.valueOf(sorted.length), MathContext.DECIMAL128)
                            .doubleValue();
            case Aggregation.Simple.MIN -> sorted[0];
            case Aggregation.Simple.MAX -> sorted[sorted.length - 1];
            case Aggregation.Percentile percentile -> percentile(percentile.quantile(), sorted);
        };
    }

    private static BigDecimal sum(double[] values) {
        return DoubleStream.of(values)
                .mapToObj(BigDecimal::new)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static double percentile(double quantile, double[] sorted) {
        double rank = quantile * (sorted.length - 1);
        int below = (int) rank;
        int above = Math.min(below + 1, sorted.length - 1);
        BigDecimal low = new BigDecimal(sorted[below]);
        BigDecimal step = new BigDecimal(sorted[above]).subtract(low);
        return low.add(step.multiply(new BigDecimal(rank - below))).doubleValue();
    }
}
