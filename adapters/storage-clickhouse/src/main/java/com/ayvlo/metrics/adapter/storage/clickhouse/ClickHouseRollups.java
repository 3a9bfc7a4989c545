package com.ayvlo.metrics.adapter.storage.clickhouse;

import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.query.AggregateRow;
import com.ayvlo.metrics.domain.query.Aggregation;
import com.ayvlo.metrics.domain.query.ExactSum;
import com.ayvlo.metrics.domain.query.RollupAnswer;
import com.ayvlo.metrics.domain.query.RollupQuery;
import com.ayvlo.metrics.domain.query.TimeRange;
import com.ayvlo.metrics.domain.storage.RollupReader;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Answers from the table {@code rollups}, which the server keeps with every block. Not covered are
 * percentiles; hours that a deletion has touched; hours of blocks that are being written; and hours
 * whose sums need the single values.
 *
 * <p>Safe for concurrent use.
 */
final class ClickHouseRollups implements RollupReader {
    private static final long HOUR = RollupQuery.HOUR_MILLIS;

    /** Stands for the hour of the row that tells what was deleted. */
    private static final long DELETION = -1;

    private final ClickHouseSession session;
    private final Doubt doubt;

    ClickHouseRollups(ClickHouseSession session, Doubt doubt) {
        this.session = session;
        this.doubt = doubt;
    }

    @Override
    public RollupAnswer hours(TenantId tenant, RollupQuery query) {
        boolean kept = query.aggregations().stream().allMatch(Aggregation.Simple.class::isInstance);
        if (!kept || query.hours().isEmpty()) {
            return RollupAnswer.nothingOf(query);
        }
        Hours hours = new Hours(query);
        doubt.hours().forEach(hours::uncover);
        new Asking(session, query.budget()).select(hours.sql(tenant), hours::add);
        doubt.hours().forEach(hours::uncover);
        return hours.answer();
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

        /** A row for each hour, and one for the deletions, of which the count is a time. */
        Sql sql(TenantId tenant) {
            Sql sql =
                    Sql.of(tenant)
                            .add("SELECT toInt64(toUnixTimestamp(hour)) * 1000 AS h,")
                            .add(" toInt64(sum(count)), sumKahanMerge(sum), sum(magnitude),")
                            .add(" min(min), max(max)")
                            .from("rollups")
                            .add(" AND metric_name = ")
                            .string(query.name().value())
                            .add(" AND hour >= toDateTime(" + query.hours().fromMillis() / 1000)
                            .add(", 'UTC') AND hour < toDateTime(")
                            .add(query.hours().toMillis() / 1000 + ", 'UTC') GROUP BY hour")
                            .add(" ORDER BY h LIMIT " + (query.budget().maxRows() + 1L))
                            .add(" UNION ALL SELECT toInt64(" + DELETION + "),")
                            .add(" toUnixTimestamp64Milli(max(before)),")
                            .add(" toFloat64(0), toFloat64(0), toFloat64(0), toFloat64(0)");
            return sql.from("deletions");
        }

        void add(Rows row) throws IOException {
            long hour = row.number();
            long count = row.number();
            double sum = row.real();
            double magnitude = row.real();
            double least = row.real();
            double most = row.real();
            if (hour == DELETION) {
                uncoverBefore(count);
                return;
            }
            read++;
            if (needsSum() && !ExactSum.isTrusted(sum, magnitude)) {
                uncovered.add(hour);
            }
            double[] numbers = new double[query.aggregations().size()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] =
                        switch (query.aggregations().get(i)) {
                            case Aggregation.Simple.COUNT -> count;
                            case Aggregation.Simple.SUM -> sum;
                            case Aggregation.Simple.AVG -> sum / count;
                            case Aggregation.Simple.MIN -> least;
                            case Aggregation.Simple.MAX -> most;
                            case Aggregation.Percentile _ -> Double.NaN; // never asked for here
                        };
            }
            rows.add(new AggregateRow(hour, Dimensions.NONE, count, numbers));
        }

        private boolean needsSum() {
            return query.aggregations().contains(Aggregation.Simple.SUM)
                    || query.aggregations().contains(Aggregation.Simple.AVG);
        }

        private void uncoverBefore(long millis) {
            if (millis > query.hours().fromMillis()) {
                uncover(
                        range(
                                query.hours().fromMillis(),
                                Math.ceilDiv(Math.min(millis, query.hours().toMillis()), HOUR)
                                        * HOUR));
            }
        }

        void uncover(TimeRange range) {
            long from = Math.max(range.fromMillis(), query.hours().fromMillis());
            long to = Math.min(range.toMillis(), query.hours().toMillis());
            for (long hour = from; hour < to; hour += HOUR) {
                uncovered.add(hour);
            }
        }

        RollupAnswer answer() {
            if (read > query.budget().maxRows()) {
                return RollupAnswer.nothingOf(query);
            }
            return RollupAnswer.without(uncovered, rows);
        }

        private static TimeRange range(long from, long to) {
            return new TimeRange(Instant.ofEpochMilli(from), Instant.ofEpochMilli(to));
        }
    }
}
