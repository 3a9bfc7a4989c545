package com.ayvlo.metrics.adapter.storage.clickhouse;

import com.ayvlo.metrics.domain.query.AggregateQuery;
import com.ayvlo.metrics.domain.query.Aggregation;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Spells an aggregate query. Its columns are the window's start in milliseconds, the count, one
 * number for each aggregation (the sum for an average), the sum of the absolute values, and the
 * values of the group's keys.
 */
final class AggregateSql {
    private final TenantId tenant;
    private final AggregateQuery query;
    private final List<Double> quantiles;

    AggregateSql(TenantId tenant, AggregateQuery query) {
        this.tenant = tenant;
        this.query = query;
        this.quantiles =
                query.aggregations().stream()
                        .filter(Aggregation.Percentile.class::isInstance)
                        .map(aggregation -> ((Aggregation.Percentile) aggregation).quantile())
                        .distinct()
                        .toList();
    }

    /** All rows in the order of the answer, but at most one more than the budget allows. */
    Sql rows() {
        Sql sql =
                Sql.of(tenant)
                        .add(percentiles())
                        .add("SELECT " + WindowSql.startMillis(query.windows().spans()))
                        .add(" AS w, toInt64(count())")
                        .add(
                                query.aggregations().stream()
                                        .map(aggregation -> ", " + column(aggregation))
                                        .collect(Collectors.joining()))
                        .add(hasSum() ? ", sum(abs(value))" : ", toFloat64(0)");
        groupsOf(sql);
        int rowsToSeeMore = query.budget().maxRows() + 1;
        // Without HAVING, no metrics in a single window would be a row that counts none.
        return source(sql)
                .add(" GROUP BY w" + groups() + " HAVING count() > 0 ORDER BY w" + groups())
                .add(" LIMIT " + rowsToSeeMore)
                // What is dropped is more than the budget, and then none of it is answered.
                .setting("max_rows_to_group_by", Integer.toString(rowsToSeeMore))
                .setting("group_by_overflow_mode", "any")
                // Else a thread takes so much at once that others have nothing left to do.
                .setting("merge_tree_min_rows_for_concurrent_read", "16384")
                .setting("merge_tree_min_bytes_for_concurrent_read", "0");
    }

    /** The single values of these windows: window, value, then the values of the group's keys. */
    Sql values(long firstWindow, long lastWindow) {
        Sql sql =
                Sql.of(tenant)
                        .add("SELECT " + WindowSql.startMillis(query.windows().spans()))
                        .add(" AS w, value");
        groupsOf(sql);
        return source(sql).add(" AND w >= %d AND w <= %d".formatted(firstWindow, lastWindow));
    }

    private void groupsOf(Sql sql) {
        for (int i = 0; i < query.groupBy().size(); i++) {
            MetricSql.valueUnder(sql.add(", "), query.groupBy().get(i)).add(" AS g" + i);
        }
    }

    private Sql source(Sql sql) {
        return MetricSql.having(MetricSql.from(sql, query.name(), query.range()), query.filter());
    }

    private String groups() {
        return IntStream.range(0, query.groupBy().size())
                .mapToObj(i -> ", g" + i)
                .collect(Collectors.joining());
    }

    private boolean hasSum() {
        return query.aggregations().contains(Aggregation.Simple.SUM)
                || query.aggregations().contains(Aggregation.Simple.AVG);
    }

    private String column(Aggregation aggregation) {
        return switch (aggregation) {
            case Aggregation.Simple.COUNT -> "toFloat64(count())";
            case Aggregation.Simple.SUM, Aggregation.Simple.AVG -> "sumKahan(value)";
            case Aggregation.Simple.MIN -> "min(value)";
            case Aggregation.Simple.MAX -> "max(value)";
            case Aggregation.Percentile(_, double quantile) ->
                    "percentiles[" + (quantiles.indexOf(quantile) + 1) + "]";
        };
    }

    /** One call for all percentiles, which sorts the values once. */
    private String percentiles() {
        return quantiles.isEmpty()
                ? ""
                : quantiles.stream()
                        .map(Object::toString)
                        .collect(
                                Collectors.joining(
                                        ", ",
                                        "WITH quantilesExactInclusive(",
                                        ")(value) AS percentiles "));
    }
}
