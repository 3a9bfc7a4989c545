package com.ayvlo.metrics.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.ayvlo.metrics.adapter.storage.duckdb.DuckDbConfig;
import com.ayvlo.metrics.adapter.storage.duckdb.DuckDbStorage;
import com.ayvlo.metrics.application.ingest.BatcherConfig;
import com.ayvlo.metrics.application.ingest.BatcherListener;
import com.ayvlo.metrics.application.ingest.BlockPace;
import com.ayvlo.metrics.application.ingest.MetricLog;
import com.ayvlo.metrics.application.ingest.NodeEpochs;
import com.ayvlo.metrics.application.ingest.NodeSeriesDictionary;
import com.ayvlo.metrics.application.query.AggregateOutcome;
import com.ayvlo.metrics.application.query.AggregateRequest;
import com.ayvlo.metrics.application.query.Basis;
import com.ayvlo.metrics.application.query.QueryAggregates;
import com.ayvlo.metrics.domain.journal.Peers;
import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.query.AggregateRow;
import com.ayvlo.metrics.domain.query.Aggregation;
import com.ayvlo.metrics.domain.query.Interval;
import com.ayvlo.metrics.domain.query.QueryBudget;
import com.ayvlo.metrics.domain.query.TimeRange;
import com.ayvlo.metrics.domain.storage.Block;
import com.ayvlo.metrics.domain.storage.MetricStorage;
import com.ayvlo.metrics.domain.storage.NodeId;
import com.ayvlo.metrics.domain.storage.StorageException;
import com.ayvlo.metrics.domain.tenant.Retention;
import com.ayvlo.metrics.domain.tenant.Tenant;
import com.ayvlo.metrics.domain.tenant.TenantStatus;
import com.ayvlo.metrics.testkit.Blocks;
import com.ayvlo.metrics.testkit.InMemoryJournal;
import com.ayvlo.metrics.testkit.InMemoryKeyedAnswers;
import com.ayvlo.metrics.testkit.InMemoryStorage;
import com.ayvlo.metrics.testkit.TestMetric;
import com.ayvlo.metrics.testkit.TestMetrics;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** That answers stay those of the reference while DuckDB rolls up hours and late metrics come. */
@Timeout(180)
class RollupOracleTest {
    private static final Instant START = Instant.parse("2025-03-20T00:00:00Z");
    private static final long LENGTH = Duration.ofDays(20).toMillis();
    private static final List<Interval> INTERVALS = List.of(Interval.values());
    private static final List<String> ZONES =
            List.of("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata");

    private final long seed = Long.getLong("seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private final Tenant tenant =
            new Tenant(TestMetrics.freshTenant(), "Oracle", TenantStatus.ACTIVE, Retention.FOREVER);
    private final Blocks blocks = Blocks.ofNewNode();

    @TempDir Path directory;

    @Test
    void answersAreThoseOfTheReferenceWhateverIsRolledUp() {
        try (MetricStorage reference = new InMemoryStorage();
                MetricStorage storage =
                        DuckDbStorage.open(
                                DuckDbConfig.defaults(directory), InstantSource.system());
                MetricLog log = idleLog(reference)) {
            QueryAggregates expected = queries(reference, log);
            QueryAggregates actual = queries(storage, log);
            write(20_000, LENGTH, reference, storage);
            compare(expected, actual);
            awaitRollups(actual);
            compare(expected, actual);
            for (int i = 0; i < 5; i++) {
                write(3, LENGTH, reference, storage);
                write(50, Duration.ofHours(3).toMillis(), reference, storage);
                compare(expected, actual);
            }
            awaitRollups(actual);
            compare(expected, actual);
        }
    }

    private void write(int size, long length, MetricStorage... storages) {
        long from = START.toEpochMilli() + LENGTH - length;
        Block block =
                blocks.next(
                        IntStream.range(0, size)
                                .mapToObj(
                                        i ->
                                                TestMetric.of(tenant.id(), "m" + i % 2)
                                                        .with("host", "h" + random.nextInt(9))
                                                        .at(from + random.nextLong(length))
                                                        .value(random.nextGaussian(5, 20)))
                                .toArray(TestMetric[]::new));
        for (MetricStorage storage : storages) {
            storage.writer().write(block);
        }
    }

    private void awaitRollups(QueryAggregates queries) {
        AggregateRequest all =
                request(
                        new TimeRange(START, START.plusMillis(LENGTH)),
                        Interval.ONE_HOUR,
                        "UTC",
                        Aggregation.DEFAULTS);
        while (ask(queries, all).basis().source() != Basis.Source.ROLLUP) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private void compare(QueryAggregates expected, QueryAggregates actual) {
        for (int i = 0; i < 40; i++) {
            AggregateRequest request = randomRequest();
            List<AggregateRow> wanted = ask(expected, request).rows();
            List<AggregateRow> found = ask(actual, request).rows();
            assertThat(found).as("seed %d: %s", seed, request).hasSameSizeAs(wanted);
            for (int row = 0; row < wanted.size(); row++) {
                compare(wanted.get(row), found.get(row), request);
            }
        }
    }

    private void compare(AggregateRow wanted, AggregateRow found, AggregateRequest request) {
        assertThat(found.windowStartMillis()).isEqualTo(wanted.windowStartMillis());
        assertThat(found.count()).as("seed %d: %s", seed, request).isEqualTo(wanted.count());
        for (int i = 0; i < request.aggregations().size(); i++) {
            assertThat(found.value(i))
                    .as("seed %d: %s of %s", seed, request.aggregations().get(i), request)
                    .isEqualTo(wanted.value(i), within(1e-9 * Math.abs(wanted.value(i)) + 1e-12));
        }
    }

    private AggregateRequest randomRequest() {
        long from = START.toEpochMilli() + random.nextLong(LENGTH);
        long to = from + 1 + random.nextLong(LENGTH);
        boolean wholeHours = random.nextBoolean();
        long unit = wholeHours ? Duration.ofHours(1).toMillis() : 1;
        TimeRange range =
                new TimeRange(
                        Instant.ofEpochMilli(from / unit * unit),
                        Instant.ofEpochMilli(Math.ceilDiv(to, unit) * unit));
        Interval interval =
                random.nextBoolean()
                        ? Interval.ONE_HOUR
                        : INTERVALS.get(random.nextInt(INTERVALS.size()));
        List<Aggregation> simple = List.of(Aggregation.Simple.values());
        return request(
                range,
                interval,
                ZONES.get(random.nextInt(ZONES.size())),
                random.nextBoolean() ? Aggregation.DEFAULTS : simple);
    }

    private AggregateRequest request(
            TimeRange range, Interval interval, String zone, List<Aggregation> aggregations) {
        return new AggregateRequest(
                new MetricName("m0"),
                range,
                Dimensions.NONE,
                interval,
                ZoneId.of(zone),
                List.of(),
                aggregations);
    }

    private AggregateOutcome.Answer ask(QueryAggregates queries, AggregateRequest request) {
        AggregateOutcome outcome = queries.query(tenant, request);
        assertThat(outcome).isInstanceOf(AggregateOutcome.Answer.class);
        return (AggregateOutcome.Answer) outcome;
    }

    private static QueryAggregates queries(MetricStorage storage, MetricLog log) {
        return new QueryAggregates(
                storage.reader(),
                storage.rollups(),
                log,
                InstantSource.system(),
                QueryBudget.of(Duration.ofSeconds(30)));
    }

    /** Nothing is on its way: blocks are written past it. */
    private static MetricLog idleLog(MetricStorage storage) {
        InstantSource clock = InstantSource.system();
        return MetricLog.open(
                new MetricLog.Parts(
                        NodeEpochs.of(NodeId.random()),
                        new InMemoryJournal(1000),
                        new InMemoryKeyedAnswers(10, Duration.ofHours(24), clock),
                        Peers.NONE,
                        storage.writer(),
                        (token, refused, why) -> {},
                        new NodeSeriesDictionary(1),
                        clock),
                BatcherConfig.at(BlockPace.LOCAL),
                new SilentListener());
    }

    private static final class SilentListener implements BatcherListener {
        @Override
        public void stored(int metrics, Duration took) {}

        @Override
        public void failed(StorageException failure) {}

        @Override
        public void setAside(int metrics) {}
    }
}
