package com.ayvlo.metrics.application.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ayvlo.metrics.application.ingest.TestLog;
import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.query.AggregateRow;
import com.ayvlo.metrics.domain.query.Aggregation;
import com.ayvlo.metrics.domain.query.Interval;
import com.ayvlo.metrics.domain.query.QueryBudget;
import com.ayvlo.metrics.domain.query.RawRow;
import com.ayvlo.metrics.domain.query.TimeRange;
import com.ayvlo.metrics.domain.tenant.InvalidValue;
import com.ayvlo.metrics.domain.tenant.Retention;
import com.ayvlo.metrics.domain.tenant.Tenant;
import com.ayvlo.metrics.domain.tenant.TenantStatus;
import com.ayvlo.metrics.testkit.TestMetric;
import com.ayvlo.metrics.testkit.TestMetrics;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

@Timeout(60)
final class QueryTest {
    private static final MetricName NAME = new MetricName("m");
    private static final QueryBudget ENOUGH = QueryBudget.of(Duration.ofSeconds(30));

    private final Tenant tenant =
            new Tenant(TestMetrics.freshTenant(), "t", TenantStatus.ACTIVE, Retention.ofDays(1));
    private final TestMetric metric = TestMetric.of(tenant.id(), "m");
    private final TestLog log = TestLog.open();

    @AfterEach
    void close() {
        log.close();
    }

    private RawOutcome raw(QueryBudget budget, int limit, Optional<RawRow> after) {
        return new QueryRaw(log.storage.reader(), log.log(), log.clock, budget)
                .query(tenant, new RawRequest(NAME, TimeRange.ALL, Dimensions.NONE, limit, after));
    }

    private RawOutcome.Page page(int limit, Optional<RawRow> after) {
        return (RawOutcome.Page) raw(ENOUGH, limit, after);
    }

    private AggregateOutcome aggregate(QueryBudget budget) {
        return new QueryAggregates(
                        log.storage.reader(), log.storage.rollups(), log.log(), log.clock, budget)
                .query(
                        tenant,
                        new AggregateRequest(
                                NAME,
                                TimeRange.ALL,
                                Dimensions.NONE,
                                Interval.ONE_HOUR,
                                ZoneOffset.UTC,
                                List.of("host"),
                                List.of(Aggregation.Simple.SUM)));
    }

    private CatalogRequest catalog() {
        return new CatalogRequest(TimeRange.ALL, "", Optional.empty(), 10);
    }

    /** The last one that is still visible, and the first that is not. */
    private List<TestMetric> aroundTheCutoff() {
        Instant cutoff = tenant.retention().cutoff(log.clock.instant());
        return List.of(
                metric.with("host", "new").value(1).at(cutoff),
                metric.with("host", "old").with("gone", "x").value(2).at(cutoff.minusMillis(1)));
    }

    @Test
    void what_is_older_than_the_retention_is_never_seen_deleted_or_not() {
        log.store(aroundTheCutoff());

        assertThat(page(10, Optional.empty()).metrics())
                .extracting(identified -> identified.row().value())
                .containsExactly(1.0);
        AggregateOutcome.Answer answer = (AggregateOutcome.Answer) aggregate(ENOUGH);
        assertThat(answer.rows()).extracting(AggregateRow::count).containsExactly(1L);
        assertThat(answer.basis().rows()).isEqualTo(1);
        assertThat(
                        new ListDimensionKeys(log.storage.catalog(), log.clock, ENOUGH)
                                .list(tenant, NAME, catalog()))
                .isInstanceOfSatisfying(
                        CatalogOutcome.Names.class,
                        names -> assertThat(names.page().names()).containsExactly("host"));
        assertThat(
                        new ListDimensionValues(log.storage.catalog(), log.clock, ENOUGH)
                                .list(tenant, NAME, "host", catalog()))
                .isInstanceOfSatisfying(
                        CatalogOutcome.Names.class,
                        names -> assertThat(names.page().names()).containsExactly("new"));
        log.clock.advance(Duration.ofHours(1));
        assertThat(page(10, Optional.empty()).metrics()).isEmpty();
        assertThat(
                        new ListMetricNames(log.storage.catalog(), log.clock, ENOUGH)
                                .list(tenant, catalog()))
                .isInstanceOfSatisfying(
                        CatalogOutcome.Names.class,
                        names -> assertThat(names.page().names()).isEmpty());
    }

    @Test
    void pages_give_every_metric_once_with_an_id_of_its_own_also_equal_ones() {
        log.store(List.of(metric, metric, metric, metric.value(2), metric));
        List<RawOutcome.Identified> found = new ArrayList<>();
        Optional<RawRow> after = Optional.empty();
        do {
            RawOutcome.Page page = page(2, after);
            found.addAll(page.metrics());
            after = page.next();
        } while (after.isPresent());

        Set<UUID> ids = new HashSet<>();
        found.forEach(identified -> ids.add(identified.id()));
        assertThat(found).hasSize(5);
        assertThat(ids).hasSize(5);
        assertThat(page(10, Optional.empty()).metrics()).isEqualTo(found);
    }

    @Test
    void the_last_page_has_no_cursor_though_it_may_be_full() {
        log.store(List.of(metric, metric));
        assertThat(page(1, Optional.empty()).next()).isPresent();
        assertThat(page(2, Optional.empty()).next()).isEmpty();
        assertThatThrownBy(() -> page(0, Optional.empty())).isInstanceOf(InvalidValue.class);
    }

    @Test
    void an_unknown_metric_gives_an_empty_answer() {
        assertThat(page(10, Optional.empty()).metrics()).isEmpty();
        assertThat(((AggregateOutcome.Answer) aggregate(ENOUGH)).rows()).isEmpty();
    }

    @Test
    void a_query_over_its_budget_is_refused_with_the_limit_named() {
        log.store(List.of(metric.with("host", "a"), metric.with("host", "b")));

        assertThat(aggregate(new QueryBudget(Duration.ofSeconds(30), 100, 1)))
                .isInstanceOfSatisfying(
                        AggregateOutcome.Refused.class,
                        refused -> assertThat(refused.budget().detail()).contains("1 groups"));
        assertThat(aggregate(new QueryBudget(Duration.ofSeconds(30), 1, 100)))
                .isInstanceOfSatisfying(
                        AggregateOutcome.Refused.class,
                        refused -> assertThat(refused.budget().detail()).contains("1 rows"));
    }

    @Test
    void a_query_that_takes_too_long_is_refused_with_the_setting_named() {
        log.store(List.of(metric));
        QueryBudget none = QueryBudget.of(Duration.ofNanos(-1));

        assertThat(aggregate(none)).isInstanceOf(AggregateOutcome.Refused.class);
        assertThat(raw(none, 10, Optional.empty()))
                .isInstanceOfSatisfying(
                        RawOutcome.Refused.class,
                        refused ->
                                assertThat(refused.budget().detail())
                                        .contains("QUERY_TIMEOUT_SECONDS"));
    }

    @Test
    void an_answer_says_from_when_on_it_may_lack_metrics() {
        log.store(List.of(metric));
        log.stall();
        log.append(List.of(metric.at(metric.epochMillis() + 5000)));

        AggregateOutcome.Answer answer = (AggregateOutcome.Answer) aggregate(ENOUGH);

        assertThat(answer.basis().completeUntil()).contains(TestMetric.START.plusSeconds(5));
        assertThat(answer.basis().rows()).isEqualTo(1);
        log.close();
        AggregateOutcome.Answer whole = (AggregateOutcome.Answer) aggregate(ENOUGH);
        assertThat(whole.basis().completeUntil()).isEmpty();
        assertThat(whole.basis().rows()).isEqualTo(2);
    }
}
