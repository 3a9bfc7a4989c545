package com.ayvlo.metrics.adapter.storage.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.query.AggregateQuery;
import com.ayvlo.metrics.domain.query.Interval;
import com.ayvlo.metrics.domain.query.QueryBudget;
import com.ayvlo.metrics.domain.query.TimeRange;
import com.ayvlo.metrics.domain.tenant.TenantId;
import com.ayvlo.metrics.testkit.TestQueries;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.ZoneId;
import java.util.UUID;

class AggregateSqlTest {
    private static final TenantId TENANT = new TenantId(new UUID(1, 2));
    private static final TimeRange RANGE =
            TestQueries.range("2025-03-29T00:00:00Z", "2025-04-01T00:00:00Z");
    private static final QueryBudget BUDGET = new QueryBudget(Duration.ofSeconds(1), 10, 5);

    @Test
    void readsSamplesAloneWhereNoSeriesIsAskedFor() {
        Sql sql =
                sql(query().every(Interval.ONE_HOUR).only("count", "avg", "p50", "max", "p99.9"))
                        .rows();

        assertThat(sql.text())
                .isEqualTo(
                        "SELECT w, n, n, total, percentiles[1], most, percentiles[2], magnitude"
                                + " FROM (SELECT 1743206400000000 + (epoch_us(ts) -"
                                + " 1743206400000000) // 3600000000 * 3600000000 AS w,"
                                + " count(*) AS n, fsum(value) AS total,"
                                + " sum(abs(value)) AS magnitude, max(value) AS most,"
                                + " quantile_cont(value, [0.5, 0.999]) AS percentiles"
                                + " FROM samples WHERE samples.name_id = 7"
                                + " AND ts >= make_timestamp(1743206400000000)"
                                + " AND ts < make_timestamp(1743465600000000)"
                                + " GROUP BY ALL HAVING n > 0) ORDER BY w LIMIT 11");
        assertThat(sql.parameters()).isEmpty();
    }

    @Test
    void takesTextFromOutsideAsParametersOnly() {
        String evil = "'; DROP TABLE samples; --";

        Sql sql = sql(query().filter("region", evil).groupBy("a'b", "c").only("sum")).rows();

        assertThat(sql.text()).doesNotContain("region", "DROP", "a'b");
        assertThat(sql.parameters())
                .containsExactly(
                        "a'b",
                        "c",
                        TENANT.value(),
                        "region\u0001" + evil + "\u0001",
                        "region",
                        evil);
        assertThat(sql.text().chars().filter(c -> c == '?').count()).isEqualTo(6);
    }

    @Test
    void alwaysNamesTheTenantWhereSeriesAreRead() {
        assertThat(sql(query().groupBy("region")).rows().text())
                .contains("FROM series WHERE tenant = ? AND name_id = 7");
        assertThat(sql(query().filter("a", "b")).values(0, 1).text())
                .contains("FROM series WHERE tenant = ? AND name_id = 7");
    }

    @Test
    void ordersByWindowAndGroup() {
        assertThat(sql(query().groupBy("x", "y")).rows().text())
                .contains(" ORDER BY w, g0, g1 LIMIT 11");
    }

    @Test
    void tellsUnevenWindowsApartByComparingNumbers() {
        Sql sql = sql(query().every(Interval.parse("1d"), ZoneId.of("Europe/Berlin"))).rows();

        assertThat(sql.text())
                .contains("CASE WHEN epoch_us(ts) < ")
                .contains("// 86400000000 * 86400000000")
                .doesNotContain("Berlin", "date_trunc", "time_bucket");
    }

    @Test
    void adjustsManySpansToWhereMetricsAre() {
        AggregateSql wide =
                new AggregateSql(
                        new MetricSql(TENANT, 7),
                        query().range(TimeRange.ALL).every(Interval.parse("1mo")).build());
        AggregateSql narrow = wide.within(RANGE.fromMillis(), RANGE.toMillis() - 1);

        assertThat(wide.hasManySpans()).isTrue();
        assertThat(narrow.hasManySpans()).isFalse();
        assertThat(narrow.rows().text()).contains("SELECT 1740787200000000::BIGINT AS w");
        assertThat(wide.extent().text()).startsWith("SELECT epoch_ms(min(ts)), epoch_ms(max(ts))");
    }

    private static TestQueries.Aggregate query() {
        return TestQueries.aggregate("sales").range(RANGE).budget(BUDGET);
    }

    private static AggregateSql sql(TestQueries.Aggregate query) {
        AggregateQuery built = query.build();
        return new AggregateSql(new MetricSql(TENANT, 7), built);
    }
}
