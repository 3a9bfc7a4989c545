package com.ayvlo.metrics.adapter.storage.duckdb;

import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.query.AggregateRow;
import com.ayvlo.metrics.domain.query.Aggregation;
import com.ayvlo.metrics.domain.query.RollupAnswer;
import com.ayvlo.metrics.domain.query.RollupQuery;
import com.ayvlo.metrics.domain.storage.RollupReader;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;

/**
 * Answers from the tables {@code rollups} and {@code dirty}, in one statement: both are changed in
 * the transaction that changes metrics, so together they never tell about an earlier moment.
 *
 * <p>Safe for concurrent use.
 */
final class DuckDbRollups implements RollupReader {
    private static final long MICROS_PER_MILLI = Sql.micros(1);
    private static final int COUNT = 2;
    private static final int SUM = 3;
    private static final int MIN = 4;
    private static final int MAX = 5;
    private static final int FIRST_PERCENTILE = 6;

    private final DuckDbDatabase database;

    DuckDbRollups(DuckDbDatabase database) {
        this.database = database;
    }

    @Override
    public RollupAnswer hours(TenantId tenant, RollupQuery query) {
        if (!query.aggregations().stream().allMatch(RollupQuery::keeps)) {
            return RollupAnswer.nothingOf(query);
        }
        return database.query(
                query.budget().timeout(),
                run -> {
                    OptionalInt nameId = run.names().find(tenant, query.name());
                    return nameId.isEmpty() || query.hours().isEmpty()
                            ? new RollupAnswer(List.of(), List.of())
                            : new Hours(query).answer(run, nameId.getAsInt());
                });
    }

    /** One answer on its way. */
    private static final class Hours {
        private final RollupQuery query;
        private final List<AggregateRow> rows = new ArrayList<>();
        private final TreeSet<Long> uncovered = new TreeSet<>();
        private long read;

        Hours(RollupQuery query) {
            this.query = query;
        }

        RollupAnswer answer(QueryRun<?> run, int nameId) throws SQLException {
            run.select(sql(nameId), this::add);
            if (read > query.budget().maxRows()) {
                return RollupAnswer.nothingOf(query);
            }
            return RollupAnswer.without(uncovered, rows);
        }

        private Sql sql(int nameId) {
            String where =
                    " WHERE name_id = %d AND hour >= %s AND hour < %s"
                            .formatted(
                                    nameId,
                                    Sql.timestamp(query.hours().fromMillis()),
                                    Sql.timestamp(query.hours().toMillis()));
            return new Sql()
                    .add("(SELECT epoch_us(hour), count, sum, min, max, p50, p95, p99 FROM rollups")
                    .add(where + " LIMIT " + (query.budget().maxRows() + 1L))
                    .add(") UNION ALL (SELECT DISTINCT epoch_us(hour), 0,")
                    .add(" NULL, NULL, NULL, NULL, NULL, NULL FROM dirty" + where + ")");
        }

        private void add(ResultSet row) throws SQLException {
            long hour = row.getLong(1) / MICROS_PER_MILLI;
            long count = row.getLong(COUNT);
            if (count == 0) {
                uncovered.add(hour);
                return;
            }
            read++;
            double[] numbers = new double[query.aggregations().size()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = number(row, query.aggregations().get(i), count);
                if (row.wasNull()) {
                    uncovered.add(hour); // its sum needs the single values
                }
            }
            rows.add(new AggregateRow(hour, Dimensions.NONE, count, numbers));
        }

        private static double number(ResultSet row, Aggregation aggregation, long count)
                throws SQLException {
            return switch (aggregation) {
                case Aggregation.Simple.COUNT -> row.getLong(COUNT);
                case Aggregation.Simple.SUM -> row.getDouble(SUM);
                case Aggregation.Simple.AVG -> row.getDouble(SUM) / count;
                case Aggregation.Simple.MIN -> row.getDouble(MIN);
                case Aggregation.Simple.MAX -> row.getDouble(MAX);
                case Aggregation.Percentile(_, double quantile) ->
                        row.getDouble(FIRST_PERCENTILE + RollupSql.QUANTILES.indexOf(quantile));
            };
        }
    }
}
