package com.ayvlo.metrics.testkit;

import com.ayvlo.metrics.domain.metric.Dimensions;
import com.ayvlo.metrics.domain.metric.Metadata;
import com.ayvlo.metrics.domain.metric.MetricName;
import com.ayvlo.metrics.domain.query.AggregateQuery;
import com.ayvlo.metrics.domain.query.Aggregation;
import com.ayvlo.metrics.domain.query.CatalogQuery;
import com.ayvlo.metrics.domain.query.Interval;
import com.ayvlo.metrics.domain.query.RawQuery;
import com.ayvlo.metrics.domain.query.RawRow;
import com.ayvlo.metrics.domain.query.TimeRange;
import com.ayvlo.metrics.domain.query.Windows;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Random queries about {@link RandomMetrics}. */
final class RandomQueries {
    private static final List<String> NUMBERS =
            List.of(
                    "count", "sum", "avg", "min", "max", "p0", "p50", "p95", "p99", "p99.9", "p100",
                    "p12.345");

    private final RandomGenerator random;
    private final RandomMetrics metrics;

    RandomQueries(RandomGenerator random, RandomMetrics metrics) {
        this.random = random;
        this.metrics = metrics;
    }

    AggregateQuery aggregate() {
        TimeRange range = range();
        return new AggregateQuery(
                name(),
                range,
                filter(),
                Windows.of(one(List.of(Interval.values())), zone(), range),
                some(Stream.concat(RandomMetrics.KEYS.stream(), Stream.of("none")).toList()),
                random.nextBoolean()
                        ? Aggregation.DEFAULTS
                        : some(NUMBERS).stream().map(Aggregation::parse).toList(),
                TestQueries.BUDGET);
    }

    RawQuery raw() {
        return new RawQuery(
                name(),
                range(),
                filter(),
                random.nextBoolean() ? 1 + random.nextInt(20) : RawQuery.MAX_LIMIT,
                random.nextInt(4) > 0 ? Optional.empty() : Optional.of(anywhere()),
                TestQueries.BUDGET);
    }

    static RawQuery behind(RawQuery query, RawRow last) {
        return new RawQuery(
                query.name(),
                query.range(),
                query.filter(),
                query.limit(),
                Optional.of(last),
                query.budget());
    }

    CatalogQuery catalog() {
        return new CatalogQuery(
                range(),
                one(List.of("", "", "", "r", "h", "h1", "%", "_")),
                random.nextBoolean() ? Optional.empty() : Optional.of(one(List.of("eu", "h", "p"))),
                1 + random.nextInt(8),
                TestQueries.BUDGET);
    }

    private MetricName name() {
        return one(RandomMetrics.NAMES);
    }

    private Dimensions filter() {
        return switch (random.nextInt(4)) {
            case 0 -> metrics.dimensions();
            case 1 -> metrics.dimensions().only(List.of(one(RandomMetrics.KEYS)));
            default -> Dimensions.NONE;
        };
    }

    private ZoneId zone() {
        return ZoneId.of(one(AggregateWindowsContract.ZONES));
    }

    private TimeRange range() {
        if (random.nextInt(5) == 0) {
            return TimeRange.ALL;
        }
        long from = time();
        long to = time();
        return from == to
                ? TimeRange.NONE
                : new TimeRange(
                        Instant.ofEpochMilli(Math.min(from, to)),
                        Instant.ofEpochMilli(Math.max(from, to)));
    }

    private long time() {
        long time =
                RandomMetrics.START.toEpochMilli()
                        + random.nextLong(RandomMetrics.LENGTH.toMillis());
        return random.nextBoolean() ? time : time / 3_600_000 * 3_600_000;
    }

    private RawRow anywhere() {
        return new RawRow(
                time(),
                metrics.dimensions(),
                random.nextInt(100) / 10.0,
                Metadata.NONE,
                random.nextInt(2));
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Some of these, in random order; often none. */
    private <T> List<T> some(List<T> choices) {
        List<T> shuffled = new ArrayList<>(choices);
        Collections.shuffle(shuffled, Random.from(random));
        return shuffled.subList(0, Math.max(0, random.nextInt(-2, choices.size())));
    }
}
