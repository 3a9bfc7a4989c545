package com.ayvlo.metrics.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ayvlo.metrics.domain.metric.MetricBatch;
import com.ayvlo.metrics.domain.query.AggregateQuery;
import com.ayvlo.metrics.domain.query.AggregateResult;
import com.ayvlo.metrics.domain.query.AggregateRow;
import com.ayvlo.metrics.domain.query.RawPage;
import com.ayvlo.metrics.domain.query.RawQuery;
import com.ayvlo.metrics.domain.query.RollupAnswer;
import com.ayvlo.metrics.domain.query.TimeRange;
import com.ayvlo.metrics.domain.storage.Block;
import com.ayvlo.metrics.domain.storage.MetricStorage;
import com.ayvlo.metrics.domain.storage.NodeId;
import com.ayvlo.metrics.domain.storage.RetentionEnforcer;
import com.ayvlo.metrics.domain.storage.RollupReader;
import com.ayvlo.metrics.domain.tenant.TenantId;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** A contract that passes everything is worth nothing: each of these faults has to be caught. */
class StorageContractsCatchFaultsTest {
    private record Enrolled(MetricStorage storage)
            implements MetricStorageContract, AggregateOracleContract {}

    private interface Promise {
        void check(Enrolled enrolled) throws Exception;
    }

    private static void assertCaught(Supplier<MetricStorage> faulty, Promise... by) {
        for (Promise promise : by) {
            assertThatThrownBy(() -> promise.check(new Enrolled(faulty.get())))
                    .satisfiesAnyOf(
                            thrown -> assertThat(thrown).isInstanceOf(AssertionError.class),
                            thrown -> assertThat(thrown).hasCauseInstanceOf(AssertionError.class));
        }
    }

    private static void writeChanged(MetricStorage storage, List<TestMetric> metrics) {
        if (!metrics.isEmpty()) {
            storage.writer().write(Blocks.ofNewNode().next(TestMetrics.batch(metrics)));
        }
    }

    private static List<TestMetric> metrics(MetricBatch batch) {
        List<TestMetric> metrics = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            metrics.add(
                    new TestMetric(
                            batch.series(i).tenant(),
                            batch.series(i).name(),
                            batch.series(i).dimensions(),
                            batch.epochMillis(i),
                            batch.value(i),
                            batch.metadata(i)));
        }
        return metrics;
    }

    @Test
    void tenantsMixed() {
        TenantId common = TestMetrics.freshTenant();
        class Faulty extends FaultyStorage {
            @Override
            void write(Block block) {
                writeChanged(
                        right, metrics(block.metrics()).stream().map(m -> m.of(common)).toList());
            }

            @Override
            RawPage raw(TenantId tenant, RawQuery query) {
                return super.raw(common, query);
            }

            @Override
            AggregateResult aggregate(TenantId tenant, AggregateQuery query) {
                return super.aggregate(common, query);
            }

            @Override
            public RetentionEnforcer retention() {
                return (_, cutoff) -> right.retention().deleteBefore(common, cutoff);
            }
        }
        assertCaught(
                Faulty::new,
                Enrolled::raw_seesOnlyTheTenant,
                Enrolled::aggregate_seesOnlyTheTenant,
                Enrolled::catalog_seesOnlyTheTenant,
                Enrolled::deleteBefore_leavesOtherTenantsAlone,
                Enrolled::write_keepsTheTenantsOfABlockApart,
                Enrolled::answers_areThoseOfTheReference);
    }

    @Test
    void repeatsCountedAgain() {
        class Faulty extends FaultyStorage {
            @Override
            void write(Block block) {
                writeChanged(right, metrics(block.metrics()));
            }

            @Override
            long lastApplied(NodeId node) {
                return 2;
            }
        }
        assertCaught(
                Faulty::new,
                Enrolled::write_repeatedUnderItsTokenChangesNothing,
                Enrolled::write_repeatedBehindLaterBlocksChangesNothing,
                Enrolled::write_goesOnAfterARepeat,
                Enrolled::deleteBefore_keepsRepeatsRecognised,
                Enrolled::lastApplied_isTheLastPositionOfEachNode,
                Enrolled::lastApplied_isZeroForAnUnknownNode);
    }

    @Test
    void lastMetricOfABlockLost() {
        class Faulty extends FaultyStorage {
            @Override
            void write(Block block) {
                List<TestMetric> metrics = metrics(block.metrics());
                writeChanged(right, metrics.subList(0, metrics.size() - 1));
            }
        }
        assertCaught(
                Faulty::new,
                Enrolled::write_isSeenByTheNextQuery,
                Enrolled::write_takesTheLargestBlock,
                Enrolled::text_ofDimensionsIsKept,
                Enrolled::windows_startWhereTheQuerySays,
                Enrolled::answers_areThoseOfTheReference);
    }

    @Test
    void equalMetricsKeptOnce() {
        class Faulty extends FaultyStorage {
            private final Set<TestMetric> known = new HashSet<>();

            @Override
            void write(Block block) {
                writeChanged(right, metrics(block.metrics()).stream().filter(known::add).toList());
            }
        }
        assertCaught(
                Faulty::new,
                Enrolled::write_countsEqualMetricsTwice,
                Enrolled::write_equalBlocksOfTwoNodesBothCount,
                Enrolled::write_equalBlocksOfOneNodeBothCount,
                Enrolled::raw_pagesGiveEachRowOnce,
                Enrolled::answers_areThoseOfTheReference);
    }

    @Test
    void dimensionsForgotten() {
        class Faulty extends FaultyStorage {
            @Override
            void write(Block block) {
                writeChanged(
                        right,
                        metrics(block.metrics()).stream()
                                .map(
                                        m ->
                                                TestMetric.of(m.tenant(), m.name().value())
                                                        .at(m.epochMillis()))
                                .toList());
            }
        }
        assertCaught(
                Faulty::new,
                Enrolled::write_keepsSeriesOfOneMetricApart,
                Enrolled::raw_filterSelectsSeriesThatHaveAtLeastItsDimensions,
                Enrolled::aggregate_filterCountsSeriesThatHaveAtLeastItsDimensions,
                Enrolled::text_ofMetadataIsKept,
                Enrolled::catalog_valuesComeByCodePoint);
    }

    @Test
    void halfABlockSeen() {
        class Faulty extends FaultyStorage {
            @Override
            void write(Block block) {
                List<TestMetric> metrics = metrics(block.metrics());
                writeChanged(right, metrics.subList(0, metrics.size() / 3));
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
                writeChanged(right, metrics.subList(metrics.size() / 3, metrics.size()));
            }
        }
        assertCaught(Faulty::new, Enrolled::readers_neverSeeHalfABlock);
    }

    @Test
    void endOfTheRangeIncluded() {
        class Faulty extends FaultyStorage {
            @Override
            RawPage raw(TenantId tenant, RawQuery query) {
                TimeRange longer =
                        new TimeRange(query.range().from(), query.range().to().plusMillis(1));
                return super.raw(
                        tenant,
                        new RawQuery(
                                query.name(),
                                longer,
                                query.filter(),
                                query.limit(),
                                query.after(),
                                query.budget()));
            }
        }
        assertCaught(Faulty::new, Enrolled::raw_rangeIsHalfOpenByTheMillisecond);
    }

    @Test
    void numbersRoundedToFloats() {
        class Faulty extends FaultyStorage {
            @Override
            AggregateResult aggregate(TenantId tenant, AggregateQuery query) {
                return super.aggregate(tenant, query)
                                instanceof AggregateResult.Rows(List<AggregateRow> rows)
                        ? new AggregateResult.Rows(
                                rows.stream().map(row -> rounded(row, query)).toList())
                        : super.aggregate(tenant, query);
            }

            private static AggregateRow rounded(AggregateRow row, AggregateQuery query) {
                double[] values = new double[query.aggregations().size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) row.value(i);
                }
                return new AggregateRow(row.windowStartMillis(), row.group(), row.count(), values);
            }
        }
        assertCaught(
                Faulty::new,
                Enrolled::aggregate_givesTheEightNumbers,
                Enrolled::aggregate_takesValuesBetweenZeroAndOneAndNegativeOnes,
                Enrolled::aggregate_ofOneMetricIsItsValue,
                Enrolled::answers_areThoseOfTheReference);
    }

    @Test
    void groupsInAnotherOrder() {
        class Faulty extends FaultyStorage {
            @Override
            AggregateResult aggregate(TenantId tenant, AggregateQuery query) {
                return super.aggregate(tenant, query)
                                instanceof AggregateResult.Rows(List<AggregateRow> rows)
                        ? new AggregateResult.Rows(
                                rows.stream()
                                        .sorted(AggregateRow.order(query.groupBy().reversed()))
                                        .toList())
                        : super.aggregate(tenant, query);
            }
        }
        assertCaught(
                Faulty::new,
                Enrolled::aggregate_groupsComeByWindowThenByTheKeysAskedForMissingFirst,
                Enrolled::answers_areThoseOfTheReference);
    }

    @Test
    void budgetIgnored() {
        class Faulty extends FaultyStorage {
            @Override
            AggregateResult aggregate(TenantId tenant, AggregateQuery query) {
                return super.aggregate(
                        tenant,
                        new AggregateQuery(
                                query.name(),
                                query.range(),
                                query.filter(),
                                query.windows(),
                                query.groupBy(),
                                query.aggregations(),
                                TestQueries.BUDGET));
            }
        }
        assertCaught(Faulty::new, Enrolled::aggregate_overItsBudgetSaysWhich);
    }

    @Test
    void cutoffItselfDeleted() {
        class Faulty extends FaultyStorage {
            @Override
            public RetentionEnforcer retention() {
                return (tenant, cutoff) ->
                        right.retention().deleteBefore(tenant, cutoff.plusMillis(1));
            }
        }
        assertCaught(Faulty::new, Enrolled::deleteBefore_deletesWhatIsOlderAndNothingElse);
    }

    @Test
    void usableOnceClosed() {
        class Faulty extends FaultyStorage {
            @Override
            public void close() {}
        }
        assertCaught(
                Faulty::new,
                Enrolled::close_makesEveryMethodUnavailable,
                Enrolled::check_isDownOnceClosed);
    }

    @Test
    void rollupsThatNeverChange() {
        class Faulty extends FaultyStorage {
            private final Map<TenantId, RollupAnswer> first = new HashMap<>();

            @Override
            public RollupReader rollups() {
                RollupReader now = new PatchyRollups(right.reader(), hour -> true);
                return (tenant, query) -> first.computeIfAbsent(tenant, of -> now.hours(of, query));
            }
        }
        assertCaught(
                Faulty::new,
                Enrolled::hours_tellWhatTheMetricsTell,
                Enrolled::hours_knowMetricsThatCameLate,
                Enrolled::hours_doNotKnowMetricsThatWereDeleted);
    }
}
