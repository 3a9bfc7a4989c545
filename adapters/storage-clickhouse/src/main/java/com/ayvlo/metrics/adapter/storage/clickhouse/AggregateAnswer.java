package com.ayvlo.metrics.adapter.storage.clickhouse;

import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.query.AggregateQuery;
import com.ayvlo.metrics.domain.query.AggregateResult;
import com.ayvlo.metrics.domain.query.AggregateRow;
import com.ayvlo.metrics.domain.query.Aggregation;
import com.ayvlo.metrics.domain.query.ExactSum;
import com.ayvlo.metrics.domain.tenant.TenantId;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;

/**
 * The answer to one aggregate query.
 *
 * <p>A compensated sum is right to the last digits unless terms cancel each other or overflow on
 * the way. The few sums that can be off by more than promised are added again without rounding,
 * from a second question; if other metrics came in between, both are asked again.
 */
final class AggregateAnswer {
    private static final int ATTEMPTS = 5;

    private final AggregateQuery query;
    private final AggregateSql sql;
    private final List<AggregateRow> rows = new ArrayList<>();
    private final Map<Cell, Exact> exactSums = new HashMap<>();
    private final Map<List<String>, Dimensions> groups = new HashMap<>();

    AggregateAnswer(TenantId tenant, AggregateQuery query) {
        this.query = query;
        this.sql = new AggregateSql(tenant, query);
    }

    private record Cell(long windowMillis, Dimensions group) {}

    /** A sum on its way, and how many terms it has. */
    private static final class Exact {
        private final ExactSum sum = new ExactSum();
        private long count;

        void add(double value) {
            sum.add(value);
            count++;
        }
    }

    AggregateResult of(Asking asking) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            rows.clear();
            exactSums.clear();
            asking.select(sql.rows(), this::add);
            if (exactSums.isEmpty() || !isWithinBudget()) {
                return result();
            }
            addExactly(asking);
            if (rows.stream().allMatch(this::isOfOneMoment)) {
                break;
            }
        }
        rows.replaceAll(this::withExactSums);
        return result();
    }

    private void addExactly(Asking asking) {
        LongSummaryStatistics windows =
                exactSums.keySet().stream().mapToLong(Cell::windowMillis).summaryStatistics();
        asking.select(
                sql.values(windows.getMin(), windows.getMax()),
                row -> {
                    long window = row.number();
                    double value = row.real();
                    Exact sum = exactSums.get(new Cell(window, group(row)));
                    if (sum != null) {
                        sum.add(value);
                    }
                });
    }

    private boolean isOfOneMoment(AggregateRow row) {
        Exact exact = exactSums.get(new Cell(row.windowStartMillis(), row.group()));
        return exact == null || exact.count == row.count();
    }

    private void add(Rows row) throws IOException {
        long window = row.number();
        long count = row.number();
        double[] numbers = new double[query.aggregations().size()];
        double total = 0;
        boolean hasSum = false;
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = row.real();
            Aggregation aggregation = query.aggregations().get(i);
            if (aggregation == Aggregation.Simple.SUM || aggregation == Aggregation.Simple.AVG) {
                hasSum = true;
                total = numbers[i];
            }
            if (aggregation == Aggregation.Simple.AVG) {
                numbers[i] /= count;
            }
        }
        double magnitude = row.real();
        Cell cell = new Cell(window, group(row));
        rows.add(new AggregateRow(window, cell.group, count, numbers));
        if (hasSum && !ExactSum.isTrusted(total, magnitude)) {
            exactSums.put(cell, new Exact());
        }
    }

    private AggregateRow withExactSums(AggregateRow row) {
        Exact exact = exactSums.get(new Cell(row.windowStartMillis(), row.group()));
        return exact == null ? row : row.with(exact.sum, query.aggregations());
    }

    private Dimensions group(Rows row) throws IOException {
        int size = query.groupBy().size();
        if (size == 0) {
            return Dimensions.NONE;
        }
        List<String> values = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            values.add(row.text());
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
